package dev.gosync.cli;

import dev.gosync.config.ConfigurationException;
import dev.gosync.config.Fault;
import dev.gosync.journal.Journal;
import dev.gosync.journal.Run;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The options of the commands that read a journal. */
final class JournalOptions {
    static final String CONFIG = "--config";

    private JournalOptions() {}

    static OptionSpec config(String description) {
        return Subcommand.text(CONFIG, "FILE", description);
    }

    static OptionSpec state() {
        return Subcommand.text(
                State.OPTION,
                "DIR",
                "The folder of the journal: by default .go-sync beside FILE, or in the working directory.");
    }

    /**
     * Finds the journal that the options name.
     *
     * @throws ConfigurationException if there is none
     */
    static State stateWithRuns(Cli cli, ParseResult parsed, String command) {
        String configuration = parsed.matchedOptionValue(CONFIG, "");
        if (!configuration.isEmpty() && !Files.exists(cli.resolve(configuration))) {
            throw fault(
                    command,
                    "there is no configuration " + configuration + "; correct " + CONFIG
                            + ", or name the folder of its journal with " + State.OPTION);
        }
        State state = State.of(cli, parsed, cli.resolve(configuration.isEmpty() ? "go-sync.yml" : configuration));
        if (state.journal().isEmpty()) {
            throw fault(command, "needs a journal; name its folder with " + State.OPTION);
        }
        Journal journal = state.journal().get();
        if (journal.ids().isEmpty()) {
            throw fault(
                    command,
                    "there is no journal in " + journal.name() + "; name its folder with " + State.OPTION
                            + " or its configuration with " + CONFIG + ", or apply a configuration first");
        }
        return state;
    }

    /**
     * Finds the run that the user means. In a journal of several configurations, {@code last} with {@code --config} is the
     * last run of that one, or of a program, which has no configuration.
     *
     * @param wanted what the run should have, if one has it
     * @return its id, or what the user typed
     * @throws ConfigurationException if the configuration has no run
     */
    static String run(Cli cli, ParseResult parsed, Journal journal, String command, Predicate<Run> wanted) {
        String run = parsed.matchedPositionalValue(0, "");
        if (!run.equals("last") || !parsed.hasMatchedOption(CONFIG)) {
            return run;
        }
        String configuration = RunSession.configuration(cli.resolve(parsed.matchedOptionValue(CONFIG, "")));
        List<String> latestFirst = new ArrayList<>(journal.ids());
        Collections.reverse(latestFirst);
        Optional<String> last = Optional.empty();
        for (String id : latestFirst) {
            Optional<Run> read = journal.run(id)
                    .filter(known -> known.info().configuration().equals(configuration)
                            || known.info().file().isEmpty());
            if (read.filter(wanted).isPresent()) {
                return id;
            }
            last = last.or(() -> read.map(Run::id));
        }
        return last.orElseThrow(() -> fault(
                command,
                "there is no run of " + configuration + " in " + journal.name() + "; to see all runs: "
                        + ProgramName.with("history" + typed(parsed))));
    }

    /** {@return the options that name the journal, as the user gave them} */
    static List<String> given(ParseResult parsed) {
        List<String> options = new ArrayList<>();
        for (String name : List.of(CONFIG, State.OPTION)) {
            if (parsed.hasMatchedOption(name)) {
                options.add(name);
                options.add(parsed.matchedOptionValue(name, ""));
            }
        }
        return options;
    }

    /** {@return the same to be pasted after a command, each word after a space} */
    static String typed(ParseResult parsed) {
        return given(parsed).stream()
                .map(word -> " " + NextCommand.quoted(word))
                .collect(Collectors.joining());
    }

    static ConfigurationException fault(String command, String problem) {
        return new ConfigurationException(List.of(Fault.of(command, problem)));
    }
}
