package dev.gosync.cli;

import dev.gosync.config.Configuration;
import dev.gosync.config.ConfigurationReader;
import dev.gosync.config.ConfiguredPlace;
import dev.gosync.config.Fault;
import dev.gosync.config.PartialSync;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The command {@code go-sync doctor}. It reads every place once, and never writes. */
final class DoctorCommand extends Subcommand {
    DoctorCommand() {
        super(
                "doctor",
                "Read each place once to try its credentials, and say which right is missing and how to grant it."
                        + " Changes nothing.");
    }

    @Override
    void describe(CommandSpec spec) {
        spec.addPositional(file())
                .addOption(RunCommand.only(
                        "Try only the places of the sync, or of the destination and its source, with this name. Can be"
                                + " repeated."))
                .addOption(format());
        spec.usageMessage()
                .footer(
                        "",
                        "Exit codes: 0 all places could be read; 1 a place could not be read or made; 2 invalid usage or"
                                + " configuration; 130 interrupted.");
    }

    @Override
    int run(Cli cli, ParseResult parsed) {
        List<String> only = parsed.matchedOptionValue(RunCommand.ONLY, List.of());
        // What cannot be tried is one of the problems, and all other places are tried.
        UnaryOperator<ConfigurationReader> selected =
                reader -> reader.only(only).partial();
        boolean isJson = format(parsed) == Format.JSON;
        return cli.withConfiguration(file(parsed), selected, configuration -> {
            DoctorText text = new DoctorText(cli);
            List<PlaceCheck> checks = new ArrayList<>();
            boolean isInterrupted = false;
            for (Map.Entry<ConfiguredPlace, List<String>> each :
                    uses(configuration).entrySet()) {
                try {
                    PlaceCheck check = checked(each.getKey(), each.getValue(), cli);
                    checks.add(check);
                    if (!isJson) {
                        text.print(check);
                    }
                } catch (InterruptedException e) {
                    cli.context().leaveInterruptedLine();
                    isInterrupted = true;
                    break;
                }
            }
            List<Fault> missing = configuration.missing();
            int exitCode = isInterrupted ? ExitCode.INTERRUPTED : exitCode(checks, missing);
            if (isJson) {
                DoctorJson.print(cli.context().out(), exitCode, checks, configuration);
            } else {
                text.finish(checks, missing, isInterrupted);
                if (exitCode == ExitCode.DONE) {
                    text.next(file(parsed));
                }
            }
            return exitCode;
        });
    }

    /** Reads a place, with progress that is gone before anything about it is printed. */
    private static PlaceCheck checked(ConfiguredPlace place, List<String> uses, Cli cli) throws InterruptedException {
        cli.progress().start();
        try {
            return PlaceCheck.of(place, uses, cli);
        } finally {
            cli.progress().stop();
        }
    }

    private static int exitCode(List<PlaceCheck> checks, List<Fault> missing) {
        return missing.isEmpty()
                        && checks.stream().allMatch(check -> check.failure().isEmpty())
                ? ExitCode.DONE
                : ExitCode.FAILED;
    }

    /** {@return each place once, in the order of the file, with what it is used for} */
    private static Map<ConfiguredPlace, List<String>> uses(Configuration configuration) {
        Map<ConfiguredPlace, List<String>> uses = new LinkedHashMap<>();
        for (PartialSync sync : configuration.partialSyncs()) {
            sync.sourcePlaces()
                    .forEach(place -> uses.computeIfAbsent(place, first -> new ArrayList<>())
                            .add(PlaceCheck.SOURCE + sync.name()));
            sync.destinations()
                    .forEach(destination -> uses.computeIfAbsent(destination.configured(), first -> new ArrayList<>())
                            .add("destination of " + sync.name()));
        }
        return uses;
    }
}
