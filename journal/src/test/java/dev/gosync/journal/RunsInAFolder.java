package dev.gosync.journal;

import dev.gosync.Guards;
import dev.gosync.Plan;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.SyncException;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** Applies and undoes runs, and records them in a folder. The first run has the id {@code 20260301-090000-000}. */
final class RunsInAFolder {
    static final String FIRST = "20260301-090000-000";
    static final String SECOND = "20260301-090000-001";
    static final String THIRD = "20260301-090000-002";

    private final Path folder;
    private final Journal journal;

    RunsInAFolder(Path folder) {
        this.folder = folder;
        this.journal = Journal.in(folder).clock(Clock.fixed(Instant.parse("2026-03-01T09:00:00Z"), ZoneOffset.UTC));
    }

    Journal journal() {
        return journal;
    }

    /** Applies one sync in one run, so that a place has the wanted members. */
    String apply(MemberList place, String... wanted) {
        return apply("go-sync.yml", "team", place, wanted);
    }

    String apply(String configuration, String sync, MemberList place, String... wanted) {
        try (RecordedRun run = journal.begin(RunInfo.of("apply", configuration))) {
            applyIn(run, sync, place, wanted);
            return run.id();
        }
    }

    static void applyIn(RecordedRun run, String sync, MemberList place, String... wanted) {
        try {
            allowingAll(Sources.of(wanted), run, sync).syncWith(place);
        } catch (SyncException e) {
            // the journal says what was not done
        }
    }

    /** Undoes a run at the given places, as a program does. */
    String undo(String undone, boolean includeUnknown, MemberList... places) throws InterruptedException {
        Undo undo = journal.undo(undone, includeUnknown);
        RunInfo info = RunInfo.of("undo", undo.run().info().configuration())
                .undoing(undo.run().id());
        try (RecordedRun run = journal.begin(info)) {
            for (Undo.Place at : undo.places()) {
                Change change = at.change(Mode.DEFAULT);
                for (MemberList place : places) {
                    if (place.name().equals(at.name())) {
                        Sync sync = allowingAll(undo.source(at.sync()), run, at.sync());
                        Plan plan = sync.plan(change, place);
                        try {
                            sync.apply(plan, place);
                        } catch (SyncException e) {
                            // the journal says what was not done
                        }
                        run.nothingToDo(at, plan);
                    }
                }
            }
            return run.id();
        }
    }

    private static Sync allowingAll(Source source, RecordedRun run, String sync) {
        return Sync.from(source)
                .guard(Guards.allowEmptyDestination())
                .guard(Guards.allowFullReplacement())
                .listener(run.listener(sync));
    }

    Path file(String run) {
        return folder.resolve("runs").resolve(run + ".jsonl");
    }

    /** Copies the lines that a run has now; the returned step makes them all that there is, as if the program died then. */
    Runnable crashNow(String run) {
        Path copy = folder.resolve(run + ".copy");
        try {
            Files.copy(file(run), copy, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return () -> {
            try {
                Files.move(copy, file(run), StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }
}
