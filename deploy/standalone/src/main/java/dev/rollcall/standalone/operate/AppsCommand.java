package dev.rollcall.standalone.operate;

import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Lists the apps, and how far each is. */
@Command(
        name = "apps",
        mixinStandardHelpOptions = true,
        description = "Lists the apps, and by how many changes each is behind at most: what others get counts, too.")
public final class AppsCommand implements Callable<Integer> {

    @Mixin
    private AdminApi api = new AdminApi();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        var apps = new ArrayList<JsonNode>();
        api.get("/apps", Map.of())
                .forEach(app -> apps.add(api.get("/apps/" + app.path("id").asString(), Map.of())));
        Table.print(spec.commandLine().getOut(), apps, "id", "name", "kind", "enabled", "lag", "url");
        return 0;
    }
}
