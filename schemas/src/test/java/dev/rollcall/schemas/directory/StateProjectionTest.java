package dev.rollcall.schemas.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.event.ResourceType;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateProjectionTest {

    @ParameterizedTest
    @ValueSource(strings = {"schemas", "urn:example:x:1.0:User", "URN:example:x:1.0:User"})
    void readsExtensionsForASchemaInAnyCase(String attribute) {
        assertThat(StateProjection.of(ResourceType.USER, Set.of(attribute)).toBsonDocument())
                .containsKeys("state.attributes.extensions", "state.attributes.enterprise");
        assertThat(StateProjection.of(ResourceType.USER, Set.of("title")).toBsonDocument())
                .doesNotContainKeys("state.attributes.extensions", "state.attributes.enterprise");
    }
}
