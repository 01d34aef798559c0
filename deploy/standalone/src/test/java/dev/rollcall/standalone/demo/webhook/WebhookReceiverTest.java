package dev.rollcall.standalone.demo.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class WebhookReceiverTest {

    private static final String KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String OTHER_KEY = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

    private final WebhookReceiver receiver = WebhookReceiver.start(0, KEY);
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        receiver.close();
        http.close();
    }

    @Test
    void refusesWhatIsSignedWithAnotherKey() throws Exception {
        assertThat(send(OTHER_KEY, "m1", user(1, "Ada"))).isEqualTo(401);
        assertThat(receiver.users()).isEmpty();
        assertThat(receiver.refused()).isEqualTo(1);
    }

    @Test
    void takesAMessageOnce() throws Exception {
        assertThat(send(KEY, "m1", user(1, "Ada"))).isEqualTo(204);
        assertThat(send(KEY, "m1", user(1, "Ada"))).isEqualTo(204);
        assertThat(receiver.taken()).isEqualTo(1);
        assertThat(receiver.repeated()).isEqualTo(1);
    }

    @Test
    void keepsTheNewestStateWhenMessagesOvertakeEachOther() throws Exception {
        send(KEY, "m2", user(2, "Ada Weber"));
        send(KEY, "m1", user(1, "Ada Abel"));

        assertThat(receiver.users())
                .extracting(user -> user.path("displayName").asString())
                .containsExactly("Ada Weber");
    }

    @Test
    void followsMembersAndForgetsWhatIsDeleted() throws Exception {
        send(KEY, "m1", group(1, "{\"displayName\": \"Sales\"}", "\"a\", \"b\"", ""));
        send(KEY, "m2", group(2, "{\"displayName\": \"Sales\"}", "\"c\"", "\"a\""));
        ObjectNode group = receiver.groups().getFirst();

        assertThat(group.path("members")
                        .valueStream()
                        .map(member -> member.path("value").asString()))
                .containsExactly("b", "c");
        send(KEY, "m3", group(3, "null", "", "\"b\", \"c\""));
        assertThat(receiver.groups()).isEmpty();
    }

    private static String user(int sequence, String name) {
        return """
                {"type": "user.updated", "data": {"resourceType": "User", "resource": "u1", "sequence": %d,
                "after": {"id": "u1", "displayName": "%s"}}}""".formatted(sequence, name);
    }

    private static String group(int sequence, String after, String added, String removed) {
        return """
                {"type": "group.members_changed", "data": {"resourceType": "Group", "resource": "g1", "sequence": %d,
                "after": %s, "membersAdded": [%s], "membersRemoved": [%s]}}""".formatted(sequence, after, added, removed);
    }

    private int send(String key, String id, String body) throws Exception {
        long timestamp = Instant.now().getEpochSecond();
        HttpRequest request = HttpRequest.newBuilder(URI.create(receiver.url()))
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(timestamp))
                .header("webhook-signature", new Webhook(key).sign(id, timestamp, body))
                .POST(BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.discarding()).statusCode();
    }
}
