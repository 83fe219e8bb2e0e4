package dev.gosync.cli;

import dev.gosync.Sources;
import dev.gosync.SyncListener;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.Source;
import dev.gosync.config.ConfigurationException;
import dev.gosync.config.ConfigurationReader;
import dev.gosync.config.Fault;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The command {@code go-sync list}, which prints what one place holds. */
final class ListCommand extends Subcommand {
    private final String[] args;

    /**
     * Makes the command.
     *
     * @param args the command line, which says of which type the options are
     */
    ListCommand(String... args) {
        super("list", "Print the members of one place, for example to start a file of people from a group.");
        this.args = args.clone();
    }

    @Override
    void describe(CommandSpec spec) {
        spec.addPositional(positional(0, "FILE", "The configuration file, for example go-sync.yml."))
                .addPositional(positional(
                        1, "NAME", "The destination with this name, or the source of the sync with this name."))
                .addOption(text(
                        PlaceOptions.TYPE,
                        "TYPE",
                        "Instead of FILE and NAME: a place of this adapter type. " + ProgramName.inHelp("adapters")
                                + " lists the types. Each key of the type is an option: "
                                + ProgramName.inHelp("list --type TYPE --help") + " shows them."))
                .addOption(OptionSpec.builder(FORMAT)
                        .type(ListingFormat.class)
                        .completionCandidates(TextFormat.kebab(ListingFormat.values()))
                        .paramLabel("FORMAT")
                        .description("The output format: text (default), csv or json.")
                        .build());
        PlaceOptions.describe(spec, args);
        spec.usageMessage()
                .footer(
                        "",
                        "For example:",
                        "  "
                                + ProgramName.inHelp(
                                        "list --type slack-usergroup --usergroup S0123 --token '${SLACK_TOKEN}'"),
                        "",
                        "Exit codes: 0 printed; 1 the place could not be read; 2 invalid usage or configuration;"
                                + " 130 interrupted.");
    }

    private static PositionalParamSpec positional(int index, String label, String description) {
        return PositionalParamSpec.builder()
                .index(String.valueOf(index))
                .arity("0..1")
                .paramLabel(label)
                .type(String.class)
                .description(description)
                .build();
    }

    @Override
    int run(Cli cli, ParseResult parsed) {
        ListingFormat format = parsed.matchedOptionValue(FORMAT, ListingFormat.TEXT);
        String type = parsed.matchedOptionValue(PlaceOptions.TYPE, "");
        if (!type.isEmpty()) {
            PlaceOptions options = PlaceOptions.of(AdapterTypes.get(cli.adapters(), PlaceOptions.TYPE, type), parsed);
            return cli.withReader(reader -> {
                try (Source place = options.place(reader, cli.context().folder())) {
                    return print(cli, place, format);
                }
            });
        }
        PlaceOptions.checkNone(parsed);
        String file = parsed.matchedPositionalValue(0, "");
        if (file.isEmpty()) {
            throw new ConfigurationException(List.of(Fault.of(
                    name(),
                    "name a place: " + ProgramName.with("list FILE NAME") + ", or "
                            + ProgramName.with("list --type TYPE ..."))));
        }
        String name = parsed.matchedPositionalValue(1, "");
        return cli.withConfiguration(file, ConfigurationReader::partial, configuration -> {
            NamedPlaces places = new NamedPlaces(file, configuration);
            if (name.isEmpty() && format != ListingFormat.JSON) {
                synchronized (cli.context().err()) {
                    places.print(cli.context().errorText(), configuration.missing());
                }
                return ExitCode.WRONG_USAGE;
            }
            boolean isMissing = !name.isEmpty()
                    && !places.has(name)
                    && !configuration.missing().isEmpty();
            // Reading it again says what it needs, and only what it needs.
            return isMissing
                    ? cli.withConfiguration(
                            file,
                            reader -> reader.only(List.of(name)),
                            selected -> print(cli, new NamedPlaces(file, selected).find(name), format))
                    : print(cli, places.find(name), format);
        });
    }

    private int print(Cli cli, Source place, ListingFormat format) {
        Listing listing;
        cli.progress().start();
        try {
            listing = read(place, cli.listener());
        } catch (InterruptedException e) {
            cli.progress().stop();
            cli.context().leaveInterruptedLine();
            if (format == ListingFormat.JSON) {
                new JsonPrinter(cli.context().out()).failure(name(), ExitCode.INTERRUPTED, "interrupted");
            }
            cli.context().printMessage("go-sync: interrupted");
            return ExitCode.INTERRUPTED;
        } finally {
            cli.progress().stop();
        }
        new ListingPrinter(cli.context().out(), cli.screen().isTerminal()).print(place.name(), listing, format);
        if (cli.verbosity() != Cli.Verbosity.QUIET) {
            listing.warnings()
                    .forEach(warning -> cli.context().printMessage("warning: " + place.name() + ": " + warning));
            cli.context().printMessage(ListingPrinter.summary(place.name(), listing));
        }
        return ExitCode.DONE;
    }

    /** Reads a place as the engine does, which checks what an adapter returns. */
    private static Listing read(Source place, SyncListener listener) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        listener.reading(place.name());
        try {
            Listing listing = Retry.listening(listener, Sources.mayBeEmpty(place)::get);
            listener.read(place.name(), listing);
            return listing;
        } catch (IOException e) {
            throw AdapterException.translated(place.name(), "read", e);
        }
    }
}
