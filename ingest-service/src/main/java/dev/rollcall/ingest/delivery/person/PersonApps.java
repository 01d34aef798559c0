package dev.rollcall.ingest.delivery.person;

import static com.mongodb.client.model.Filters.in;

import com.mongodb.client.MongoDatabase;
import dev.rollcall.event.AppSetting;
import dev.rollcall.event.ResourceType;
import dev.rollcall.ingest.directory.Directory;
import dev.rollcall.ingest.topic.Offsets;
import dev.rollcall.schemas.delivery.AppGroup;
import dev.rollcall.schemas.delivery.LedgerEntry;
import dev.rollcall.schemas.setting.Settings;
import dev.rollcall.schemas.topic.ConnectionPartitioner;
import dev.rollcall.schemas.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** In which apps a person of a connection is, as the workers noted in the ledger. Blocking. */
@Component
public final class PersonApps {

    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final Directory directory;
    private final Settings settings;
    private final MongoDatabase database;
    private final Offsets offsets;

    PersonApps(Directory directory, Settings settings, MongoDatabase directoryDatabase, Offsets offsets) {
        this.directory = directory;
        this.settings = settings;
        this.database = directoryDatabase;
        this.offsets = offsets;
    }

    /** Empty where neither the directory nor any app knows of such a person. */
    public Optional<PersonView> of(String connection, String user) {
        Optional<Directory.Standing> standing = directory.standing(connection, user);
        List<Settings.Entry<AppSetting>> apps = settings.apps().stream()
                .filter(app -> app.value().getConnections().isEmpty()
                        || app.value().getConnections().contains(connection))
                .toList();
        Map<String, LedgerEntry> ledger = ledger(apps, connection, user);
        if (standing.isEmpty() && ledger.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(PersonView.of(
                connection,
                user,
                standing.orElse(null),
                apps.stream()
                        .map(app -> {
                            LedgerEntry entry = ledger.get(app.id());
                            boolean isTold = entry != null && standing.isPresent();
                            return AppOfPerson.of(
                                    app.id(),
                                    app.value().getName(),
                                    app.value().getKind(),
                                    standing.orElse(null),
                                    entry,
                                    isTold || isCaughtUp(app.id(), connection));
                        })
                        .toList()));
    }

    private Map<String, LedgerEntry> ledger(List<Settings.Entry<AppSetting>> apps, String connection, String user) {
        List<String> ids = apps.stream()
                .map(app -> LedgerEntry.id(app.id(), ResourceType.USER, connection, user))
                .toList();
        var ledger = new HashMap<String, LedgerEntry>();
        database.getCollection(LedgerEntry.COLLECTION)
                .find(in("_id", ids))
                .map(LedgerEntry::from)
                .forEach(entry -> ledger.put(entry.app(), entry));
        return ledger;
    }

    /** Whether the app was brought all there is of the connection; false where Kafka can't be asked. */
    private boolean isCaughtUp(String app, String connection) {
        return Stream.of(Topics.CHANGES, Topics.RETRIES).allMatch(topic -> isAtEnd(app, topic, connection));
    }

    private boolean isAtEnd(String app, String topic, String connection) {
        return offsets.of(AppGroup.of(app), topic)
                .map(ranges -> Optional.ofNullable(
                                ranges.get(ConnectionPartitioner.partitionOf(connection, ranges.size())))
                        .filter(range -> range.lag() == 0)
                        .isPresent())
                .timeout(PATIENCE)
                .onErrorReturn(false)
                .blockOptional()
                .orElse(false);
    }
}
