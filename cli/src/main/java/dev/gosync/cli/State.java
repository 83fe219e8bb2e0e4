package dev.gosync.cli;

import dev.gosync.journal.Journal;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * Where the journal of a configuration is.
 *
 * @param journal the journal; empty if the user wants none
 * @param isNamed whether the user named its folder, so that a run without a journal is an error
 */
record State(Optional<Journal> journal, boolean isNamed) {
    static final String OPTION = "--state";

    private static final String NONE = "none";
    private static final String FOLDER = ".go-sync";

    static OptionSpec option() {
        return Subcommand.text(
                OPTION,
                "DIR",
                "The folder of the journal: by default " + FOLDER + " beside FILE. With " + NONE
                        + ", the run leaves no journal.");
    }

    /**
     * Finds the journal.
     *
     * @param configuration the path of the configuration
     */
    static State of(Cli cli, ParseResult parsed, Path configuration) {
        String named = parsed.matchedOptionValue(OPTION, "");
        if (named.equals(NONE)) {
            return new State(Optional.empty(), false);
        }
        Path folder = named.isEmpty()
                ? Objects.requireNonNullElse(configuration.getParent(), Path.of(""))
                        .resolve(FOLDER)
                : cli.resolve(named);
        return new State(Optional.of(Journal.in(folder).clock(cli.context().clock())), !named.isEmpty());
    }

    /** {@return the same journal, so that a run without it is an error} */
    State required() {
        return new State(journal, true);
    }
}
