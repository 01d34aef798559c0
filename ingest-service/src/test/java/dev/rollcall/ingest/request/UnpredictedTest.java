package dev.rollcall.ingest.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.Operation;
import dev.rollcall.event.ProvisioningRequest;
import dev.rollcall.event.ResourceType;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnpredictedTest {

    private final Unpredicted unpredicted = new Unpredicted();

    @Test
    void tellsWhatIsBeforeARequestInOrder() {
        List.of("c", "a", "b", "d").forEach(id -> unpredicted.add(request(id, "{}")));
        unpredicted.remove("b");

        assertThat(unpredicted.before("d"))
                .extracting(ProvisioningRequest::getId)
                .containsExactly("a", "c");
    }

    @Test
    void forgetsTheOldestWhenThereAreTooMany() {
        IntStream.range(0, 6_000).forEach(i -> unpredicted.add(request("%04d".formatted(i), null)));

        assertThat(unpredicted.before("x")).hasSize(5_000).first().returns("1000", ProvisioningRequest::getId);
    }

    @Test
    void forgetsTheOldestWhenTheirBodiesAreTooLarge() {
        String body = "x".repeat(10 * 1024 * 1024);
        IntStream.range(0, 10).forEach(i -> unpredicted.add(request("a" + i, body)));
        unpredicted.add(request("a9", body));
        assertThat(unpredicted.before("x")).hasSize(6);

        IntStream.range(0, 10).forEach(i -> unpredicted.remove("a" + i));
        IntStream.range(0, 6).forEach(i -> unpredicted.add(request("b" + i, body)));
        assertThat(unpredicted.before("x")).hasSize(6);
    }

    private static ProvisioningRequest request(String id, String body) {
        return ProvisioningRequest.newBuilder()
                .setId(id)
                .setConnection("c")
                .setTime(Instant.EPOCH)
                .setDeadline(Instant.EPOCH)
                .setOperation(Operation.CREATE)
                .setResourceType(ResourceType.USER)
                .setResource("u")
                .setBody(body)
                .build();
    }
}
