package dev.gosync.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code go-sync validate}. */
@Command(name = "validate", description = "Check a configuration without reading any place.")
final class ValidateCommand implements Callable<Integer> {
    private final Cli cli;

    @Parameters(paramLabel = "FILE", description = "The configuration, such as go-sync.yml.")
    private String file = "";

    @Option(names = "--format", paramLabel = "FORMAT", description = "text, the default, or json.")
    private Cli.Format format = Cli.Format.TEXT;

    ValidateCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public Integer call() {
        return cli.withConfiguration(file, format, "validate", configuration -> {
            if (format == Cli.Format.JSON) {
                new JsonPrintout(cli.around().out()).valid(configuration);
            } else if (cli.verbosity() != Cli.Verbosity.QUIET) {
                int destinations = configuration.syncs().stream()
                        .mapToInt(sync -> sync.destinations().size())
                        .sum();
                cli.around()
                        .out()
                        .println(file + ": valid, "
                                + Words.count(configuration.syncs().size(), "sync", "syncs") + " to "
                                + Words.count(destinations, "destination", "destinations"));
            }
            return ExitCode.DONE;
        });
    }
}
