package dev.rollcall.ingest.connection;

import dev.rollcall.event.AppSetting;
import dev.rollcall.event.ResourceType;
import dev.rollcall.ingest.directory.Directory;
import dev.rollcall.ingest.setting.Refused;
import dev.rollcall.schemas.setting.Settings;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** Tells what deleting a connection would hit. Blocking. */
@Component
final class Impact {

    private final Settings settings;
    private final Directory directory;

    Impact(Settings settings, Directory directory) {
        this.settings = settings;
        this.directory = directory;
    }

    /** The refusal to delete without confirmation, with members {@code users}, {@code groups} and {@code apps}. */
    ResponseStatusException unconfirmed(String connection) {
        long users = directory.count(connection, ResourceType.USER);
        long groups = directory.count(connection, ResourceType.GROUP);
        List<String> apps = settings.apps().stream()
                .filter(app -> follows(app.value(), connection))
                .map(Settings.Entry::id)
                .toList();
        var refused = Refused.conflict("Deleting this connection ends its client's access at once: it has " + users
                + " users and " + groups + " groups, and " + apps.size() + " apps follow it. To delete it, send"
                + " ?confirm=" + connection + ".");
        refused.getBody().setProperty("users", users);
        refused.getBody().setProperty("groups", groups);
        refused.getBody().setProperty("apps", apps);
        return refused;
    }

    /** An app that names no connection follows all. */
    private static boolean follows(AppSetting app, String connection) {
        return app.getConnections().isEmpty() || app.getConnections().contains(connection);
    }
}
