package dev.gosync.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * How a run is shown.
 *
 * @param format the format
 * @param all whether long lists are shown whole
 */
record View(Subcommand.Format format, boolean all) {
    static final String ALL = "--all";

    static void describe(CommandSpec spec) {
        spec.addOption(Subcommand.formatOfRun());
        spec.addOption(Subcommand.flag("Show long lists whole, also on a terminal.", ALL));
    }

    static View of(ParseResult parsed) {
        return new View(Subcommand.format(parsed), Subcommand.isGiven(parsed, ALL));
    }
}
