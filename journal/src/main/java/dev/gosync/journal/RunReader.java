package dev.gosync.journal;

import dev.gosync.Outcome.State;
import dev.gosync.adapter.Action;
import dev.gosync.adapter.Mode;
import dev.gosync.journal.Line.Event;
import dev.gosync.journal.Line.InvalidException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a {@link Run} of its lines, and notices lines that are missing or were changed. */
final class RunReader {
    /** The version of the lines that this program writes. It reads no newer one. */
    static final int FORMAT = 1;

    private static final String CUT_SHORT = "the run was cut short";

    /** One destination of one sync. */
    private record Place(String sync, String name) {}

    /** What is known of the work on a destination. */
    private static final class Work {
        @Nullable RecordedPlan plan;

        boolean isStarted;
        boolean isFinished;
        boolean madeCalls;
        final Set<String> called = new LinkedHashSet<>();
        final Set<String> settled = new LinkedHashSet<>();
        final List<Entry> entries = new ArrayList<>();
    }

    private final String store;
    private final String id;
    private final Map<Place, Work> works = new LinkedHashMap<>();
    private final Map<String, String> failures = new LinkedHashMap<>();
    private final Map<String, Integer> requests = new HashMap<>();
    private Optional<Map<String, List<String>>> syncs = Optional.empty();
    private Optional<Instant> ended = Optional.empty();
    private String result = "";

    private RunReader(String store, String id) {
        this.store = store;
        this.id = id;
    }

    /**
     * Reads a run.
     *
     * @throws JournalException if a line is missing, was changed, or was written by a newer version
     */
    static Optional<Run> read(RunStore store, String id) {
        List<String> lines = store.lines(id);
        return lines.isEmpty() ? Optional.empty() : new RunReader(store.name(), id).read(lines);
    }

    private Optional<Run> read(List<String> lines) {
        String previous = "";
        @Nullable RunInfo info = null;
        Instant began = Instant.EPOCH;
        for (int i = 0; i < lines.size(); i++) {
            String text = lines.get(i);
            try {
                Line line = Line.parse(text);
                if (!line.previous().equals(previous)) {
                    throw new InvalidException("the line before it is missing or was changed");
                }
                if (i == 0) {
                    info = info(line);
                    began = line.at();
                } else {
                    take(line);
                }
            } catch (InvalidException e) {
                if (i == lines.size() - 1 && !isJson(text)) {
                    break; // a crash of the machine can tear the last line
                }
                throw new JournalException(
                        "Run " + id + " in " + store + " cannot be trusted: line " + (i + 1) + ": " + e.getMessage()
                                + ". Restore the file from a copy, or move it out of the journal",
                        e);
            }
            previous = Texts.digest(text);
        }
        if (info == null) {
            return Optional.empty();
        }
        if (ended.isEmpty()) {
            works.forEach(this::settleRest);
        }
        List<RecordedPlan> plans = works.values().stream()
                .map(work -> work.plan)
                .filter(Objects::nonNull)
                .toList();
        List<Entry> entries =
                works.values().stream().flatMap(work -> work.entries.stream()).toList();
        return Optional.of(
                new Run(id, info, began, ended, result, plans, entries, failures, Map.copyOf(requests), syncs));
    }

    private static boolean isJson(String text) {
        return text.startsWith("{") && text.endsWith("}");
    }

    private RunInfo info(Line line) throws InvalidException {
        if (line.event() != Event.RUN) {
            throw new InvalidException("it is not the beginning of a run");
        }
        if (line.number("format") > FORMAT) {
            throw new InvalidException("it was written by a newer version of Go Sync (" + line.text("version")
                    + "); use that version to read it");
        }
        return new RunInfo(
                line.text("command"),
                line.text("configuration"),
                line.text("file"),
                line.text("digest"),
                line.text("version"),
                line.text("user"),
                line.text("host"),
                line.number("pid"),
                line.optionalText("undoes"));
    }

    private void take(Line line) throws InvalidException {
        switch (line.event()) {
            case RUN -> throw new InvalidException("a run begins inside another");
            case PLAN -> work(line).plan = plan(line);
            case START -> work(line).isStarted = true;
            case CALL -> {
                work(line).madeCalls = true;
                work(line).called.addAll(line.texts("things"));
            }
            case REQUEST -> requests.merge(line.text("place"), 1, Integer::sum);
            case OUTCOME -> outcome(line);
            case FINISHED -> {
                work(line).isFinished = true;
                Optional<String> failure = line.optionalText("failure");
                if (failure.isPresent()) {
                    failures.put(line.text("place"), failure.get());
                }
            }
            case END -> {
                ended = Optional.of(line.at());
                result = line.text("result");
                syncs = line.textListsByName("syncs");
            }
            case FAILURE, WAIT -> {
                // for people who read the file
            }
        }
    }

    private Work work(Line line) throws InvalidException {
        return works.computeIfAbsent(new Place(line.text("sync"), line.text("place")), place -> new Work());
    }

    private static RecordedPlan plan(Line line) throws InvalidException {
        return new RecordedPlan(
                line.text("sync"),
                line.at(),
                line.text("source"),
                (int) line.number("sourceSize"),
                line.text("place"),
                (int) line.number("placeSize"),
                line.constant(Mode.class, "mode"),
                line.texts("additions"),
                line.texts("removals"),
                line.textsByName("cannotAdd"),
                line.textsByName("alreadyThere"),
                line.textsByName("kept"),
                line.texts("objections"));
    }

    private void outcome(Line line) throws InvalidException {
        Work work = work(line);
        Action action = line.constant(Action.class, "action");
        work.settled.add(action + line.text("thing"));
        work.entries.add(new Entry(
                id,
                line.at(),
                line.text("sync"),
                line.text("place"),
                line.text("thing"),
                action,
                line.constant(State.class, "state"),
                line.isTrue("alreadyThere"),
                line.optionalText("reason").orElse("")));
    }

    /** What a run that was cut short was about to do. An adapter that does not announce its calls may have done anything. */
    private void settleRest(Place place, Work work) {
        RecordedPlan plan = work.plan;
        if (plan == null || !work.isStarted || work.isFinished) {
            return;
        }
        for (Action action : plan.mode().actions()) {
            for (String thing : action == Action.ADD ? plan.additions() : plan.removals()) {
                if (!work.settled.contains(action + thing)) {
                    State state = !work.madeCalls || work.called.contains(thing) ? State.NOT_KNOWN : State.NOT_STARTED;
                    work.entries.add(new Entry(
                            id, plan.at(), place.sync(), place.name(), thing, action, state, false, CUT_SHORT));
                }
            }
        }
    }
}
