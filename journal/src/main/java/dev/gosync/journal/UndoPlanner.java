package dev.gosync.journal;

import dev.gosync.Outcome.State;
import dev.gosync.adapter.Action;
import dev.gosync.journal.Undo.LeftAlone;
import dev.gosync.journal.Undo.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Makes the {@link Undo} of a run. Give it all later runs, oldest first, then ask for the undo. */
final class UndoPlanner {
    /** One member of one place, whatever its spelling and whichever sync changed it. */
    private record Member(String place, String key) {
        static Member of(Entry entry) {
            return new Member(entry.place(), Keys.of(entry.thing()));
        }
    }

    /** A destination of a sync. */
    private record Destination(String sync, String place) {}

    /** What is to be done at a destination. */
    private static final class Work {
        final Set<String> additions = new LinkedHashSet<>();
        final Set<String> removals = new LinkedHashSet<>();
        final List<LeftAlone> leftAlone = new ArrayList<>();
    }

    private final Run run;
    private final boolean includeUnknown;
    private final Map<Member, List<Entry>> candidates = new HashMap<>();
    private final Map<Member, Changes> changes = new HashMap<>();

    UndoPlanner(Run run, boolean includeUnknown) {
        this.run = run;
        this.includeUnknown = includeUnknown;
        candidates()
                .forEach(entry -> candidates
                        .computeIfAbsent(Member.of(entry), member -> new ArrayList<>(1))
                        .add(entry));
    }

    private Stream<Entry> candidates() {
        return run.entries().stream().filter(entry -> entry.mayBeChange() || entry.state() == State.DONE);
    }

    /** Takes the changes of a later run into account. */
    void addLater(Run later) {
        Optional<String> undoes = later.info().undoes();
        for (Entry entry : later.entries()) {
            Member member = Member.of(entry);
            boolean counts = entry.mayBeChange() || entry.alreadyThere();
            if (counts && candidates.containsKey(member)) {
                changes.computeIfAbsent(member, any -> new Changes(run.id())).add(entry, undoes);
            }
        }
    }

    Undo undo() {
        Map<Destination, Work> works = new LinkedHashMap<>();
        candidates().forEach(entry -> {
            Work work = works.computeIfAbsent(new Destination(entry.sync(), entry.place()), place -> new Work());
            Optional<LeftAlone> leftAlone = leftAlone(entry);
            if (leftAlone.isPresent()) {
                work.leftAlone.add(leftAlone.get());
            } else {
                (entry.action() == Action.ADD ? work.removals : work.additions).add(entry.thing());
            }
        });
        List<Undo.Place> places = new ArrayList<>();
        works.forEach((place, work) -> places.add(new Undo.Place(
                place.sync(), place.place(), List.copyOf(work.additions), List.copyOf(work.removals), work.leftAlone)));
        return new Undo(run, places);
    }

    private Optional<LeftAlone> leftAlone(Entry entry) {
        Member member = Member.of(entry);
        Optional<Changes> since = Optional.ofNullable(changes.get(member));
        Optional<String> undoneBy = since.flatMap(Changes::undoneBy);
        if (undoneBy.isPresent()) {
            return Optional.of(leftAlone(entry, Reason.UNDONE, undoneBy, "run " + undoneBy.get() + " has undone this"));
        }
        Optional<Entry> later = since.flatMap(Changes::last);
        if (later.isPresent()) {
            String why = "run " + later.get().run() + change(later.get()) + " later";
            return Optional.of(leftAlone(entry, Reason.LATER_RUN, later.map(Entry::run), why));
        }
        Optional<Entry> opposite = candidates.getOrDefault(member, List.of()).stream()
                .filter(other ->
                        other.action() != entry.action() && !other.sync().equals(entry.sync()) && other.mayBeChange())
                .findFirst();
        if (opposite.isPresent()) {
            String why = "sync " + opposite.get().sync() + " of the same run" + change(opposite.get());
            return Optional.of(leftAlone(entry, Reason.SAME_RUN, Optional.empty(), why));
        }
        if (includeUnknown || entry.isChange()) {
            return Optional.empty();
        }
        if (entry.state() == State.NOT_KNOWN) {
            String why = "it is not known whether the run " + verb(entry) + " it";
            return Optional.of(leftAlone(entry, Reason.NOT_KNOWN, Optional.empty(), why));
        }
        String why = "it was a member already when the run added it";
        return Optional.of(leftAlone(entry, Reason.ALREADY_THERE, Optional.empty(), why));
    }

    private static String verb(Entry entry) {
        return entry.action() == Action.ADD ? "added" : "removed";
    }

    private static String change(Entry entry) {
        return (entry.state() == State.NOT_KNOWN ? " may have " : " ") + verb(entry) + " it";
    }

    private static LeftAlone leftAlone(Entry entry, Reason reason, Optional<String> by, String why) {
        return new LeftAlone(entry.thing(), entry.action(), reason, by, why);
    }

    /**
     * The changes of one member of one place since the run. They lie on top of each other. An undo of the change on top takes
     * it away, and an undo of that undo puts it back.
     */
    private static final class Changes {
        private final String run;
        private final Deque<String> stack = new ArrayDeque<>();
        private final Map<String, Entry> firstEntries = new HashMap<>();

        /** For each run: the change that it put on top. */
        private final Map<String, String> put = new HashMap<>();

        /**
         * The runs that found it to be a member already, each with the changes that counted then, the last one first. These runs
         * changed nothing, but an undo of one of them may. It brings back what was there before that run.
         */
        private final Map<String, List<String>> found = new HashMap<>();

        /** For each undo: the change that it took away. */
        private final Map<String, String> taken = new HashMap<>();

        private Optional<String> undoneBy = Optional.empty();

        Changes(String run) {
            this.run = run;
            put(run, run);
        }

        void add(Entry entry, Optional<String> undoes) {
            String by = entry.run();
            if (put.containsKey(by) || taken.containsKey(by)) {
                return; // another spelling of the same member
            }
            Optional<String> undone = undoes.flatMap(id -> Optional.ofNullable(put.get(id)));
            Optional<String> finding =
                    undoes.map(id -> put.getOrDefault(id, id)).filter(found::containsKey);
            Optional<String> restored = undoes.flatMap(id -> Optional.ofNullable(taken.get(id)));
            if (finding.isPresent()) {
                taken.put(by, finding.get());
                undoFinding(finding.get(), entry);
            } else if (undone.isPresent() && undone.equals(Optional.ofNullable(stack.peek()))) {
                taken.put(by, undone.get());
                if (entry.state() != State.NOT_KNOWN) { // otherwise the change may still be there
                    stack.pop();
                    undoneBy = undone.get().equals(run) ? Optional.of(by) : undoneBy;
                }
            } else if (restored.isPresent()) {
                put(by, restored.get());
            } else if (undoes.isEmpty() && entry.alreadyThere()) {
                found.put(by, List.copyOf(stack));
                firstEntries.put(by, entry);
            } else if (entry.mayBeChange()) {
                firstEntries.put(by, entry);
                put(by, by);
            }
        }

        /** An earlier change may have been undone since that run, so taking the top away does not always bring it back. */
        private void undoFinding(String finding, Entry entry) {
            if (entry.isChange()) {
                stack.clear();
                stack.addAll(found.get(finding));
            } else if (entry.state() != State.NOT_KNOWN && finding.equals(stack.peek())) {
                stack.pop();
            }
        }

        private void put(String by, String change) {
            if (!change.equals(stack.peek())) {
                stack.push(change);
            }
            put.put(by, change);
        }

        /** {@return the run that has undone the change of the run; empty if another change came after it} */
        Optional<String> undoneBy() {
            return stack.isEmpty() ? undoneBy : Optional.empty();
        }

        /** {@return the last change by another run that still counts} */
        Optional<Entry> last() {
            return Optional.ofNullable(stack.peek()).flatMap(top -> Optional.ofNullable(firstEntries.get(top)));
        }
    }
}
