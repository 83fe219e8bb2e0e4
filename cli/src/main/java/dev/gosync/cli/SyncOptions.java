package dev.gosync.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code plan} and {@code apply} have in common on the command line. */
final class SyncOptions {
    @Parameters(paramLabel = "FILE", description = "The configuration, such as go-sync.yml.")
    private String file = "";

    @Option(
            names = "--only",
            paramLabel = "NAME",
            description = "Confine it to the sync or the destination of this name. May be repeated.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--allow",
            paramLabel = "GUARD=VALUE",
            description = "Lift a guard for this run: max-removals=30. May be repeated.")
    private List<String> allow = new ArrayList<>();

    @Option(names = "--format", paramLabel = "FORMAT", description = "text, the default, or json.")
    private Cli.Format format = Cli.Format.TEXT;

    int run(Cli cli, boolean writes, boolean dryRun, boolean yes, boolean detailedExitCode) {
        String command = writes ? "apply" : "plan";
        return cli.withConfiguration(file, format, command, configuration -> {
            RunRequest request = new RunRequest(
                    file, writes, dryRun, yes, detailedExitCode, List.copyOf(only), Allowance.parse(allow));
            Surroundings around = cli.around();
            List<Configuration.SyncSetup> syncs = Selection.of(configuration, request.only());
            if (request.mustAsk() && !around.terminal().isInteractive()) {
                throw new FaultsException(List.of(Fault.ofWhole(
                        command, "nobody can be asked here: add --yes to apply without a question, or use plan")));
            }
            Runner runner = new Runner(
                    around, request, configuration.parallel(), printout(cli, request), cli.listener(), cli::debug);
            return runner.run(syncs).exitCode();
        });
    }

    private Printout printout(Cli cli, RunRequest request) {
        boolean quiet = cli.verbosity() == Cli.Verbosity.QUIET && !request.mustAsk();
        if (format == Cli.Format.TEXT) {
            return new TextPrintout(cli.around().out(), quiet);
        }
        return new JsonPrintout(
                cli.around().out(),
                request.mustAsk() ? Optional.of(new TextPrintout(cli.around().err(), false)) : Optional.empty());
    }
}
