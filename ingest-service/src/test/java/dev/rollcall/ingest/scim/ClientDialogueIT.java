package dev.rollcall.ingest.scim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.ingest.stage.Dialogue;
import dev.rollcall.ingest.stage.Stage;
import dev.rollcall.schemas.scim.Profile;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every client's conversation with a connection of its profile; see the files of {@code dialogues}. Points 5, 81 and 82. */
class ClientDialogueIT {

    private static final Path DIALOGUES = Path.of("src/test/resources/dialogues");

    @ParameterizedTest
    @EnumSource(Profile.class)
    void speaksTheDialectOfTheClient(Profile profile) {
        Path file = DIALOGUES.resolve(profile.label() + ".txt");
        assertThat(file).exists();
        var connection = Stage.shared().connection(", \"profile\": \"" + profile.label() + "\"");

        Dialogue.hold(file, connection, Stage.shared().worker());
    }
}
