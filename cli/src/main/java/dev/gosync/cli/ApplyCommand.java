package dev.gosync.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code go-sync apply}. */
@Command(
        name = "apply",
        description = "Plan, ask, and do it: each sync in the order of the file.",
        footer = {
            "",
            "Exit code: 0 all done or nothing to do, 1 something failed or was declined, 2 wrong usage or configuration,"
                    + " 3 a guard refused and nothing failed, 130 interrupted."
        })
final class ApplyCommand implements Callable<Integer> {
    private final Cli cli;

    @Mixin
    private final SyncOptions options = new SyncOptions();

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    private boolean yes;

    @Option(names = "--dry-run", description = "Stop before the first write.")
    private boolean dryRun;

    ApplyCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public Integer call() {
        return options.run(cli, true, dryRun, yes, false);
    }
}
