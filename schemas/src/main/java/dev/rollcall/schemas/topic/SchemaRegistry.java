package dev.rollcall.schemas.topic;

import com.microsoft.kiota.ApiException;
import io.apicurio.registry.resolver.client.RegistryClientFacade;
import io.apicurio.registry.resolver.client.RegistryClientFacadeFactory;
import io.apicurio.registry.resolver.config.SchemaResolverConfig;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a registry that lost its schemas from one that is whole. Records name schemas by its numbers, so an empty one makes
 * every record look broken, and what is registered there gets numbers that the log uses for others.
 */
public final class SchemaRegistry {

    /** What to do about a registry that isn't whole. */
    public static final String ADVICE =
            "The registry lost its data: stop it and restore its database, or import an export"
                    + " of it, before anything is written to it. Until then nothing is read past records that need it, and nothing"
                    + " is registered. Don't restart services that still run, for they know the schemas.";

    private static final Logger log = LoggerFactory.getLogger(SchemaRegistry.class);
    private static final int NO_SUCH_THING = 404;

    private final @Nullable SchemaResolverConfig config;

    /** A topic whose schema the registry had: services read their settings first, before they write anything. */
    private final AtomicReference<@Nullable String> met = new AtomicReference<>();

    /** Whether it was logged that it isn't whole. */
    private final AtomicBoolean told = new AtomicBoolean();

    private @Nullable RegistryClientFacade client;

    /** @param settings of whom reads and writes; where they name no Apicurio registry, it is taken for whole */
    public SchemaRegistry(SerdeSettings settings) {
        config = settings.properties().containsKey(SchemaResolverConfig.REGISTRY_URL)
                ? new SchemaResolverConfig(settings.properties())
                : null;
    }

    /**
     * Whether it still knows the schema that this process met first.
     *
     * @throws RuntimeException when it can't be reached
     */
    public boolean isWhole() {
        String topic = met.get();
        return topic == null || knows(topic);
    }

    /** That a record was written to the topic, or read from it. */
    void met(String topic) {
        if (met.get() == null) {
            met.compareAndSet(null, topic);
        }
    }

    /** @throws SchemasLostException when registering a schema would give it another's number */
    void requireWhole() {
        String topic = met.get();
        if (topic != null) {
            require(topic);
        }
    }

    /** @throws SchemasLostException when a record of this topic isn't to blame for being unreadable */
    void requireWhole(String topic) {
        require(Objects.requireNonNullElse(met.get(), topic));
    }

    private void require(String topic) {
        if (!knows(topic)) {
            throw new SchemasLostException(topic);
        }
    }

    private boolean knows(String topic) {
        boolean isKnown = config == null || knows(topic, config);
        if (told.getAndSet(!isKnown) == isKnown) {
            if (isKnown) {
                log.atInfo().addKeyValue("topic", topic).log("The registry knows the schemas again");
            } else {
                log.atError().addKeyValue("topic", topic).log(ADVICE);
            }
        }
        return isKnown;
    }

    private boolean knows(String topic, SchemaResolverConfig config) {
        String group = Objects.requireNonNullElse(config.getExplicitArtifactGroupId(), "default");
        try {
            client(config).getVersionCoordinatesByGAV(group, topic + "-value", null);
            return true;
        } catch (RuntimeException e) {
            if (isNoSuchThing(e)) {
                return false;
            }
            throw e;
        }
    }

    private synchronized RegistryClientFacade client(SchemaResolverConfig config) {
        RegistryClientFacade made = client == null ? RegistryClientFacadeFactory.create(config) : client;
        client = made;
        return made;
    }

    /** Whether the registry answered, and that it has no such thing. */
    static boolean isNoSuchThing(Throwable failure) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            if (e instanceof ApiException answer) {
                return answer.getResponseStatusCode() == NO_SUCH_THING;
            }
        }
        return false;
    }
}
