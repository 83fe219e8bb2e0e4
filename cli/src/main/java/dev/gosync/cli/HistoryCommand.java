package dev.gosync.cli;

import dev.gosync.journal.Journal;
import dev.gosync.journal.JournalException;
import dev.gosync.journal.NoSuchRunException;
import dev.gosync.journal.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The command {@code go-sync history}. */
final class HistoryCommand extends Subcommand {
    private static final String THING = "--thing";

    HistoryCommand() {
        super("history", "List the runs in the journal, or show one of them.");
    }

    @Override
    void describe(CommandSpec spec) {
        spec.addPositional(PositionalParamSpec.builder()
                        .index("0")
                        .arity("0..1")
                        .paramLabel("RUN")
                        .type(String.class)
                        .description("Show this run, member by member. last is the last run.")
                        .build())
                .addOption(text(
                        THING,
                        "THING",
                        "Show when and by which run this member was added and removed, at every place."))
                .addOption(JournalOptions.config("The configuration file: its journal is shown."))
                .addOption(JournalOptions.state())
                .addOption(format());
        spec.usageMessage()
                .footer("", "Exit codes: 0 shown; 1 a run cannot be read; 2 invalid usage, no journal or unknown run.");
    }

    @Override
    int run(Cli cli, ParseResult parsed) {
        Journal journal =
                JournalOptions.stateWithRuns(cli, parsed, name()).journal().orElseThrow();
        History history = history(journal, JournalOptions.run(cli, parsed, journal, name(), run -> true));
        Optional<String> thing = Optional.ofNullable(parsed.matchedOptionValue(THING, (String) null));
        boolean isOneRun = parsed.hasMatchedPositional(0);
        if (format(parsed) == Format.JSON) {
            HistoryJson json = new HistoryJson(cli.context().out(), history);
            if (thing.isPresent()) {
                json.thing(thing.get());
            } else if (isOneRun) {
                json.run();
            } else {
                json.list();
            }
        } else {
            HistoryText text = new HistoryText(TextOutput.of(cli), history, JournalOptions.typed(parsed));
            if (thing.isPresent()) {
                text.thing(thing.get());
            } else if (isOneRun) {
                text.run();
            } else {
                text.list();
            }
        }
        return history.exitCode();
    }

    private History history(Journal journal, String run) {
        List<History.Item> items = new ArrayList<>();
        if (run.isEmpty()) {
            journal.forEachRun(
                    read -> items.add(new History.Item(read.id(), Optional.of(read), isInProgress(journal, read), "")),
                    (id, e) -> items.add(new History.Item(id, Optional.empty(), false, TextFormat.message(e))));
        } else {
            Run read;
            try {
                read = journal.find(run);
            } catch (NoSuchRunException e) {
                throw JournalOptions.fault(name(), TextFormat.message(e));
            }
            items.add(new History.Item(read.id(), Optional.of(read), isInProgress(journal, read), ""));
        }
        return new History(journal.name(), items);
    }

    private static boolean isInProgress(Journal journal, Run run) {
        try {
            return journal.isInProgress(run);
        } catch (JournalException e) { // for example a copy on a read-only disk, where nothing runs
            return false;
        }
    }
}
