package dev.rollcall.ingest.ops;

import dev.rollcall.schemas.scim.ScimJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.jdk.StringDeserializer;
import tools.jackson.databind.exc.MismatchedInputException;

/**
 * Refuses text of the admin API and of the console's forms that can't be stored as it is sent: UTF-8 would make a question
 * mark of half a character, and not every MongoDB-compatible engine takes NUL. SCIM bodies and filters have their own
 * answer to it.
 */
@Component
final class StorableText implements WebFilter {

    private static final String PROBLEM =
            " holds NUL, or half of a character (one of \\uD800 to \\uDFFF alone), which can't be stored. Leave it out.";

    /** @param field where it is */
    static String problem(String field) {
        return field + PROBLEM;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String path = exchange.getRequest().getPath().value();
        if (!path.startsWith("/api/") && !path.startsWith("/console")) {
            return chain.filter(exchange);
        }
        return unstorable(exchange.getRequest().getQueryParams())
                .map(field -> Mono.<Void>error(refused(field)))
                .orElseGet(() -> exchange.getFormData()
                        .flatMap(form -> unstorable(form)
                                .map(field -> Mono.<Void>error(refused(field)))
                                .orElseGet(() -> chain.filter(exchange))));
    }

    /** The name of the first such field. */
    private static Optional<String> unstorable(MultiValueMap<String, String> fields) {
        return fields.entrySet().stream()
                .filter(field -> isUnstorable(field.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static boolean isUnstorable(List<String> values) {
        return values.stream().anyMatch(value -> value != null && ScimJson.isUnstorable(value));
    }

    private static ResponseStatusException refused(String field) {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST, problem(field));
    }

    /** Text that can't be stored; of which field, whoever reads the body learns from the path. */
    static final class Unstorable extends MismatchedInputException {

        private static final long serialVersionUID = 1L;

        private Unstorable(JsonParser parser) {
            super(parser, PROBLEM, String.class);
        }
    }

    /** Every text of a JSON body. */
    static final class Reader extends StringDeserializer {

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) {
            String text = super.deserialize(parser, context);
            if (text != null && ScimJson.isUnstorable(text)) {
                throw new Unstorable(parser);
            }
            return text;
        }
    }
}
