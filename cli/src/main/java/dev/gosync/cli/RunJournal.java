package dev.gosync.cli;

import dev.gosync.Outcome;
import dev.gosync.Report;
import dev.gosync.SyncListener;
import dev.gosync.config.ConfiguredSync;
import dev.gosync.journal.Entry;
import dev.gosync.journal.Journal;
import dev.gosync.journal.JournalException;
import dev.gosync.journal.RecordedRun;
import dev.gosync.journal.Run;
import dev.gosync.journal.RunInProgressException;
import dev.gosync.journal.RunInfo;
import dev.gosync.journal.SavedPlanException;
import dev.gosync.journal.Undo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The journal of one run, if it leaves one. */
final class RunJournal implements AutoCloseable {
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);
    private static final int MOST_NAMES = 20;
    static final String NEEDED_ONCE =
            "A saved plan is applied once only, and the journal remembers that. Name its folder with " + State.OPTION;
    private static final int LENGTH_OF_DAY = "20260301".length();

    private final ProgramContext context;
    private final Optional<Journal> journal;
    private final Optional<RecordedRun> run;

    private RunJournal(ProgramContext context, Optional<Journal> journal, Optional<RecordedRun> run) {
        this.context = context;
        this.journal = journal;
        this.run = run;
    }

    /** A run that changes nothing leaves no journal. */
    static RunJournal none(ProgramContext context) {
        return new RunJournal(context, Optional.empty(), Optional.empty());
    }

    /**
     * Begins the journal of a run, after the run that is in progress has ended. A folder that nobody has named may be
     * impossible to write: then the run goes on without a journal, and says so.
     *
     * @param wait how long to wait for the run in progress
     * @throws RunInProgressException if it has not ended by then
     * @throws JournalException if the folder that was named cannot be used
     */
    static RunJournal begin(Cli cli, State state, RunInfo info, Duration wait) {
        ProgramContext context = cli.context();
        if (state.journal().isEmpty()) {
            return none(context);
        }
        try {
            RecordedRun run = begun(context, state.journal().get(), info, wait);
            run.result("failed"); // until it has ended otherwise
            run.cutShort().ifPresent(before -> context.printMessage(cutShort(before)));
            return new RunJournal(context, state.journal(), Optional.of(run));
        } catch (RunInProgressException | SavedPlanException e) {
            throw e;
        } catch (JournalException e) {
            if (state.isNamed()) {
                throw e;
            }
            if (info.plan().isPresent()) {
                throw new JournalException(e.getMessage() + ". " + NEEDED_ONCE, e);
            }
            if (cli.verbosity() != Cli.Verbosity.QUIET) {
                context.printMessage(e.getMessage() + ". This run leaves no journal, so it cannot be undone. "
                        + State.OPTION + " names another folder.");
            }
            return none(context);
        }
    }

    private static RecordedRun begun(ProgramContext context, Journal journal, RunInfo info, Duration wait) {
        Instant end = context.clock().instant().plus(wait);
        boolean told = false;
        while (true) {
            try {
                return journal.begin(info);
            } catch (RunInProgressException e) {
                if (!context.clock().instant().isBefore(end)) {
                    throw e;
                }
                if (!told) {
                    context.printMessage(e.getMessage() + ". Waiting at most " + wait.toSeconds() + " s.");
                    told = true;
                }
                pause(context, e);
            }
        }
    }

    private static void pause(ProgramContext context, RunInProgressException inProgress) {
        try {
            context.sleeper().sleep(BETWEEN_TRIES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw inProgress;
        }
    }

    private static String cutShort(Run before) {
        List<String> notKnown = before.entries().stream()
                .filter(entry -> entry.state() == Outcome.State.NOT_KNOWN)
                .map(Entry::thing)
                .toList();
        String names = String.join(", ", notKnown.subList(0, Math.min(notKnown.size(), MOST_NAMES)));
        int more = notKnown.size() - MOST_NAMES;
        return "Run " + before.id() + " by " + before.info().who() + " was cut short: "
                + before.count(Outcome.State.DONE) + " done, " + notKnown.size() + " not known"
                + (notKnown.isEmpty() ? "" : " (" + names + (more > 0 ? " and " + more + " more" : "") + ")")
                + ". This run reads everything again.";
    }

    /** {@return the id of the run, if it leaves a journal} */
    Optional<String> id() {
        return run.map(RecordedRun::id);
    }

    SyncListener listener(ConfiguredSync sync) {
        return run.map(recorded -> recorded.listener(sync.name())).orElseGet(() -> new SyncListener() {});
    }

    /** Remembers which syncs {@code for-each} made. */
    void remember(Map<String, List<String>> syncs) {
        run.ifPresent(recorded -> recorded.remember(syncs));
    }

    /** Says what an undo need not do. */
    void nothingToDo(PlannedUndo undo, RunResult result) {
        try {
            for (SyncResult sync : result.syncs()) {
                if (sync.status() != SyncResult.Status.REFUSED && sync.status() != SyncResult.Status.DECLINED) {
                    nothingToDo(undo, sync);
                }
            }
        } catch (JournalException e) {
            context.printMessage(TextFormat.message(e));
        }
    }

    private void nothingToDo(PlannedUndo undo, SyncResult sync) {
        for (Report report : sync.reports()) {
            Undo.Place asked = undo.place(sync.setup(), sync.setup().destination(report));
            report.plan().ifPresent(plan -> run.ifPresent(recorded -> recorded.nothingToDo(asked, plan)));
        }
    }

    /**
     * Ends the run, and deletes runs that are too old.
     *
     * @return the result, with what the journal adds to it
     */
    RunResult end(RunResult result, Duration keep) {
        boolean isIncomplete = false;
        run.ifPresent(recorded -> recorded.result(word(result)));
        try {
            close();
            deleteOld(keep);
        } catch (JournalException e) {
            isIncomplete = true;
            context.printMessage(TextFormat.message(e));
        }
        return new RunResult(
                result.request(),
                result.syncs(),
                result.vanished(),
                run.map(RecordedRun::id),
                run.flatMap(RecordedRun::cutShort),
                result.saved(),
                isIncomplete);
    }

    /** Once a day is enough. */
    private void deleteOld(Duration keep) {
        List<String> ids = run.isPresent() ? journal.orElseThrow().ids() : List.of();
        int last = ids.size() - 1;
        if (last >= 1 && !day(ids.get(last)).equals(day(ids.get(last - 1)))) {
            journal.orElseThrow().deleteOlderThan(keep);
        }
    }

    private static String day(String id) {
        return id.substring(0, Math.min(LENGTH_OF_DAY, id.length()));
    }

    private static String word(RunResult result) {
        return switch (result.exitCode()) {
            case ExitCode.DONE -> "done";
            case ExitCode.REFUSED -> "refused";
            case ExitCode.INTERRUPTED -> "interrupted";
            default -> result.isOnlyDeclined() ? "declined" : "failed";
        };
    }

    @Override
    public void close() {
        run.ifPresent(RecordedRun::close);
    }
}
