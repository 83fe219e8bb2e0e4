package dev.gosync.cli;

import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.ConfigKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** The configuration that {@code go-sync init} writes. */
final class InitText {
    private InitText() {}

    static List<String> lines(String path, String name, InitPlace source, InitPlace destination) {
        String file = TextFormat.oneLine(path);
        List<String> lines = new ArrayList<>();
        lines.add(
                "# Go Sync reads the members of the source, and adds and removes members until the destination has the same.");
        lines.add("#");
        lines.add("#   go-sync validate " + file + " --explain   checks this file, and says what it means");
        lines.add("#   go-sync doctor " + file + "               tries the credentials");
        lines.add("#   go-sync plan " + file + "                 shows the changes without making them");
        lines.add("#   go-sync apply " + file + "                asks for confirmation and makes them");
        Collection<String> variables = new TreeSet<>(source.variables());
        variables.addAll(destination.variables());
        if (!variables.isEmpty()) {
            lines.add("#");
            lines.add("# It needs these environment variables: " + String.join(", ", variables));
        }
        lines.add("");
        lines.add("syncs:");
        lines.add("  - name: " + YamlText.value(name));
        lines.add("    source:");
        lines.add("      # " + TextFormat.oneLine(source.provider().summary()));
        lines.addAll(YamlText.indented("      ", place(source)));
        lines.add("    destinations:");
        lines.add("      # " + TextFormat.oneLine(destination.provider().summary()));
        lines.addAll(YamlText.indented("      ", YamlText.item(place(destination))));
        lines.add("    # Members that are never removed:");
        lines.add("    # protect: [root@example.com, '*@partner.example']");
        lines.add("    # A plan that removes more than 10 members and more than 20% is refused. Another limit:");
        lines.add("    # guards: { max-removals: 30 }");
        lines.add("    # Only add members, and remove no member:");
        lines.add("    # mode: add-only");
        return lines;
    }

    /** The place with a comment for each key. Keys that are not set are comments. */
    private static List<String> place(InitPlace place) {
        AdapterProvider provider = place.provider();
        List<String> lines = new ArrayList<>();
        lines.add(provider.type() + ":" + (place.values().isEmpty() ? " {}" : ""));
        for (ConfigKey key : provider.keys()) {
            if (place.values().containsKey(key.name())) {
                lines.add("  # " + TextFormat.oneLine(key.help()));
                lines.add(
                        "  " + key.name() + ": " + YamlText.value(place.values().get(key.name())));
            }
        }
        for (ConfigKey key : provider.keys()) {
            if (!place.values().containsKey(key.name())) {
                lines.add("  # " + key.name() + ": " + TextFormat.oneLine(key.help()));
            }
        }
        return lines;
    }
}
