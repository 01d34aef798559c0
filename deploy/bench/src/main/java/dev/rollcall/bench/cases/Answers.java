package dev.rollcall.bench.cases;

import dev.rollcall.bench.load.Call.Expectation;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What answers have to say. */
public final class Answers {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Answers() {}

    /** A list of exactly this one resource. */
    static Expectation only(String id) {
        return json(list ->
                list.path("totalResults").longValue(-1) == 1 && ids(list).equals(List.of(id))
                        ? Optional.empty()
                        : Optional.of(list.path("totalResults") + " resources instead of " + id));
    }

    /** A page of exactly these resources, in this order. */
    static Expectation page(List<String> ids) {
        return json(list -> ids(list).equals(ids)
                ? Optional.empty()
                : Optional.of(ids(list).size() + " resources, or others than at first"));
    }

    /** A list that tells this total. */
    public static Expectation total(int total) {
        return json(list -> list.path("totalResults").longValue(-1) == total
                ? Optional.empty()
                : Optional.of("totalResults " + list.path("totalResults") + " instead of " + total));
    }

    /** A resource with as many values of an attribute; none for a resource without it. */
    public static Expectation values(String attribute, int count) {
        return json(resource -> resource.path(attribute).size() == count
                ? Optional.empty()
                : Optional.of(resource.path(attribute).size() + " " + attribute + " instead of " + count));
    }

    static Expectation json(Function<JsonNode, Optional<String>> complaint) {
        return reply -> {
            try {
                return complaint.apply(JSON.readTree(reply.body()));
            } catch (JacksonException e) {
                return Optional.of("no JSON, or none as it should be: " + e.getOriginalMessage());
            }
        };
    }

    static List<String> ids(JsonNode list) {
        return list.path("Resources")
                .valueStream()
                .map(resource -> resource.path("id").asString())
                .toList();
    }
}
