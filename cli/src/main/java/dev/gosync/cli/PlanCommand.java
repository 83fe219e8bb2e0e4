package dev.gosync.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code go-sync plan}. */
@Command(
        name = "plan",
        description = "Show what would be added and removed. Changes nothing.",
        footer = {
            "",
            "Exit code: 0 planned, 1 something could not be read, 2 wrong usage or configuration, 3 a guard refuses,"
                    + " 4 there are changes (with --detailed-exitcode), 130 interrupted."
        })
final class PlanCommand implements Callable<Integer> {
    private final Cli cli;

    @Mixin
    private final SyncOptions options = new SyncOptions();

    @Option(names = "--detailed-exitcode", description = "Exit with 4 when there are changes.")
    private boolean detailedExitCode;

    PlanCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public Integer call() {
        return options.run(cli, false, true, true, detailedExitCode);
    }
}
