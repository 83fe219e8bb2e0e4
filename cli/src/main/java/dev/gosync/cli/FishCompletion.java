package dev.gosync.cli;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Makes the completion script for fish, which picocli does not make. */
final class FishCompletion {
    private final String program;
    private final List<String> lines = new ArrayList<>();

    private FishCompletion(String program) {
        this.program = program;
    }

    /**
     * Makes the script.
     *
     * @param keys the options of {@code list --type TYPE}, by type
     */
    static String script(CommandSpec spec, Map<String, List<OptionSpec>> keys) {
        FishCompletion script = new FishCompletion(spec.name());
        script.lines.add("# Completion of " + spec.name() + " for fish");
        script.complete("-f");
        spec.subcommands().forEach((name, command) -> script.subcommand(name, command.getCommandSpec()));
        spec.options().forEach(option -> script.option("__fish_use_subcommand", option));
        keys.forEach((type, options) -> options.forEach(option -> script.option(
                "__fish_seen_subcommand_from list; and string match -qr -- \"--type[= ]" + type
                        + " \" (commandline -cp)",
                option)));
        return script.lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    private void subcommand(String name, CommandSpec command) {
        complete("-n __fish_use_subcommand -a " + name + " -d "
                + quoted(String.join(" ", command.usageMessage().description())));
        String condition = "__fish_seen_subcommand_from " + name;
        command.positionalParameters()
                .forEach(positional -> complete("-n " + quoted(condition) + values(positional, " -F")));
        command.options().forEach(option -> option(condition, option));
    }

    private void option(String condition, OptionSpec option) {
        StringBuilder line = new StringBuilder("-n " + quoted(condition));
        for (String name : option.names()) {
            line.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        if (option.arity().max() > 0) {
            line.append(values(option, " -r -F"));
        }
        complete(line + " -d " + quoted(String.join(" ", option.description())));
    }

    /** The values of an argument: files, the words to choose from, or anything. */
    private static String values(ArgSpec argument, String files) {
        if (File.class.equals(argument.type()) || argument.paramLabel().equals(PlaceOptions.PATH)) {
            return files;
        }
        if (argument.completionCandidates() == null) {
            return " -x";
        }
        String words = StreamSupport.stream(argument.completionCandidates().spliterator(), false)
                .collect(Collectors.joining(" "));
        return " -x -a " + quoted(words);
    }

    private void complete(String arguments) {
        lines.add("complete -c " + program + " " + arguments);
    }

    private static String quoted(String text) {
        String onOneLine = CommandLine.Help.Ansi.OFF.string(text).replaceAll("\\s+", " ");
        return "'" + onOneLine.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
