package dev.gosync.cli;

import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.ConfigKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Says how to set the environment variables of a place. */
final class VariableHelp {
    private VariableHelp() {}

    /**
     * Says it for each variable that the values of a place refer to.
     *
     * @param set the variables that are set
     * @return sentences whose commands are {@linkplain WholeText marked}
     */
    static List<String> lines(AdapterProvider provider, Map<String, ?> values, Collection<String> set) {
        List<String> lines = new ArrayList<>();
        Collection<String> secrets = new TreeSet<>();
        for (ConfigKey key : provider.keys()) {
            if (key.isSecret()) {
                Optional.ofNullable(values.get(key.name()))
                        .ifPresent(value -> secrets.addAll(AdapterExample.variables(Map.of(key.name(), value))));
            }
        }
        for (String name : AdapterExample.variables(values)) {
            if (!set.contains(name)) {
                lines.add(line(name, secrets.contains(name)));
            }
        }
        return lines;
    }

    /** What is typed after {@code read} is neither shown nor in the history of the shell. */
    private static String line(String name, boolean isSecret) {
        return "Set the variable " + name + ". In bash or zsh"
                + (isSecret ? ", type this and then the secret: " : ": ")
                + WholeText.of(isSecret ? "read -rs " + name + "; export " + name : "export " + name + "=VALUE");
    }
}
