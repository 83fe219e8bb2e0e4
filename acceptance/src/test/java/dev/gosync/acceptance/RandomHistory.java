package dev.gosync.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.Guards;
import dev.gosync.Outcome;
import dev.gosync.Plan;
import dev.gosync.Report;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.SyncListener;
import dev.gosync.acceptance.HistoryModel.Step;
import dev.gosync.adapter.Action;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.GoSyncException;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.Source;
import dev.gosync.journal.Journal;
import dev.gosync.journal.RecordedRun;
import dev.gosync.journal.Run;
import dev.gosync.journal.RunInfo;
import dev.gosync.journal.Undo;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.Fault;
import dev.gosync.testkit.Request.Access;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A random history of one place: runs, faults, deaths of the program, undos, and what other people do. One seed always makes
 * the same history. For one thread.
 */
final class RandomHistory implements AutoCloseable {
    private static final String CONFIGURATION = "go-sync.yml";
    private static final int PEOPLE = 10;
    private static final int REFUSED = 2;
    private static final int UNKNOWN = 2;
    private static final int MOST_STEPS = 10;

    /** A program may die while it reads, or later. */
    private static final int[] DEATHS = {20, 60, 180};

    private static final String AT_A_SERVICE = "@.*";

    /** What a run does once it has begun. */
    private interface Work {
        void in(RecordedRun run) throws Exception;
    }

    private final Random random;
    private final WaitingClock clock = new WaitingClock();
    private final MortalStore store = new MortalStore(this::written);
    private final Journal journal = Journal.in(store).clock(clock);
    private final HistoryModel model = new HistoryModel();
    private final List<String> told = new ArrayList<>();
    private final Map<String, Integer> counts = new TreeMap<>();
    private final JournalPropertiesTest.Place type;
    private final CertifiedPlace place;
    private final RequestAccount requests;
    private final String anchor;
    private final List<String> people;
    private final Set<String> everybody;
    private final String untouchable;
    private Adapter adapter;

    // Of the run that is happening
    private final Set<String> joined = new TreeSet<>();
    private final Set<String> foundThere = new TreeSet<>();
    private int joinAtCall;
    private boolean isOvertaken;

    RandomHistory(JournalPropertiesTest.Place type, long seed) throws Exception {
        this.type = type;
        random = new Random(seed);
        Retry retry =
                Retry.standard().attempts(3).callTimeout(Duration.ofSeconds(20)).time(clock, clock::pass, () -> 0.5);
        place = new CertifiedPlace(type.certification(), Conditions.of(retry));
        requests = new RequestAccount(type, place::requests);
        anchor = place.thing(0);
        people = things(1, 1 + PEOPLE);
        everybody = new TreeSet<>(things(0, 1 + PEOPLE + REFUSED + UNKNOWN));
        place.introduce(people);
        place.forbid(things(1 + PEOPLE, 1 + PEOPLE + REFUSED));
        List<String> members = some(people, PEOPLE);
        place.join(joined(List.of(anchor), members));
        untouchable = place.untouchable(anchor);
        adapter = place.open();
        told.add("at first: " + names(members));
    }

    private void written(String line) {
        requests.written(line);
    }

    private List<String> things(int from, int to) {
        return IntStream.range(from, to).mapToObj(place::thing).toList();
    }

    /** {@return how often each of these happened, so that a test cannot pass on nothing} */
    Map<String, Integer> counts() {
        return counts;
    }

    private void count(String what, long times) {
        counts.merge(what, Math.toIntExact(times), Integer::sum);
    }

    /** {@return what happened so far, one line for each event} */
    List<String> told() {
        return told;
    }

    void play() throws Exception {
        int steps = 3 + random.nextInt(MOST_STEPS - 2);
        for (int step = 0; step < steps; step++) {
            clock.pass(Duration.ofMinutes(random.nextInt(4) == 0 ? 20 : 1));
            switch (random.nextInt(10)) {
                case 0 -> others();
                case 1, 2, 3 -> undoSome();
                case 4 -> {
                    told.add("the program starts again");
                    adapter = place.open();
                }
                default -> applySome();
            }
        }
        end();
    }

    private void others() throws Exception {
        List<String> some = some(people, 4);
        Set<String> members = place.members();
        boolean join = random.nextBoolean();
        List<String> changed =
                some.stream().filter(person -> members.contains(person) != join).toList();
        told.add("others let " + names(changed) + (join ? " join" : " leave"));
        if (!changed.isEmpty()) {
            if (join) {
                place.join(changed);
            } else {
                place.leave(changed);
            }
        }
    }

    private void applySome() throws Exception {
        Mode mode = random.nextBoolean() ? Mode.DEFAULT : Mode.values()[random.nextInt(Mode.values().length)];
        List<String> wanted = some(List.copyOf(everybody), everybody.size());
        trouble(() -> apply(mode, joined(List.of(anchor), wanted)));
    }

    private void undoSome() throws Exception {
        List<Step> steps = model.steps();
        if (steps.isEmpty()) {
            return;
        }
        Step undone = steps.get(random.nextInt(3) == 0 ? steps.size() - 1 : random.nextInt(steps.size()));
        boolean includeUnknown = random.nextBoolean();
        trouble(() -> undo(undone.id(), includeUnknown));
    }

    private void trouble(Callable<Boolean> run) throws Exception {
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> {
                int steps = random.nextInt(DEATHS[random.nextInt(DEATHS.length)]);
                store.dieAfter(steps);
                told.add("the program will die after " + steps + " steps");
            }
            case 3 -> {
                joinAtCall = 1 + random.nextInt(9);
                told.add("others will add people at call " + joinAtCall);
            }
            case 4 -> {
                isOvertaken = true;
                told.add("others will add people right before the program does");
            }
            case 5 -> told.add("no fault");
            default -> inject(RandomFaults.next(random));
        }
        try {
            run.call();
        } finally {
            place.heal();
            joinAtCall = 0;
            isOvertaken = false;
            store.startAgain(0);
        }
    }

    private void inject(Fault fault) {
        told.add("a fault: " + fault);
        place.inject(fault);
    }

    private void end() throws Exception {
        adapter = random.nextBoolean() ? adapter : place.open();
        Set<String> wanted = new TreeSet<>(some(people, PEOPLE));
        wanted.add(anchor);
        told.add("the clean run");
        assertThat(apply(Mode.DEFAULT, List.copyOf(wanted)))
                .as("the clean run succeeds")
                .isTrue();
        assertThat(place.members()).as("the members after a clean run").isEqualTo(wanted);
        int before = place.requests().size();
        assertThat(apply(Mode.DEFAULT, List.copyOf(wanted)))
                .as("the next run succeeds")
                .isTrue();
        assertThat(place.requests().subList(before, place.requests().size()))
                .as("the requests of a run that has nothing to do")
                .noneMatch(request -> request.access() == Access.WRITE);
        for (Step step : model.steps()) {
            RunChecks.mustAskOnlyFor(model.undoOf(step.id(), false), journal.undo(step.id(), false));
            RunChecks.mustAskOnlyFor(model.undoOf(step.id(), true), journal.undo(step.id(), true));
        }
        undoAll();
    }

    private void undoAll() throws Exception {
        told.add("all runs are undone in reverse order");
        Set<String> before = place.members();
        List<Step> steps = new ArrayList<>(model.steps());
        Collections.reverse(steps);
        for (Step step : steps) {
            assertThat(undo(step.id(), true))
                    .as("the undo of run " + step.id() + " succeeds")
                    .isTrue();
        }
        Set<String> after = place.members();
        for (String person : everybody) {
            Set<Boolean> possible = model.afterUndo(person, before.contains(person));
            count("people", 1);
            count("people known exactly", possible.size() == 1 ? 1 : 0);
            assertThat(after.contains(person))
                    .as(person + " is a member after all runs were undone")
                    .isIn(possible);
        }
    }

    // One run

    /** {@return whether everything was done} */
    private boolean apply(Mode mode, List<String> wanted) throws Exception {
        Set<String> wantedPeople = Set.copyOf(wanted);
        told.add("apply " + mode + " " + names(wanted));
        return run(
                RunInfo.of("apply", CONFIGURATION),
                run -> sync(run, Sources.of(spelled(wanted))).mode(mode).syncWith(adapter),
                before -> {
                    Map<String, Boolean> targets = new TreeMap<>();
                    everybody.forEach(person -> targets.put(person, wantedPeople.contains(person)));
                    targets.values()
                            .removeIf(isWanted -> !mode.actions().contains(isWanted ? Action.ADD : Action.REMOVE));
                    return targets;
                });
    }

    /** {@return whether everything was done} */
    private boolean undo(String id, boolean includeUnknown) throws Exception {
        Undo undo = journal.undo(id, includeUnknown);
        told.add("undo " + id + (includeUnknown ? ", unknown included: " : ": ") + undo.places());
        if (undo.isEmpty()) {
            return true;
        }
        RunChecks.mustAskOnlyFor(model.undoOf(id, includeUnknown), undo);
        return run(
                RunInfo.of("undo", CONFIGURATION).undoing(id),
                run -> {
                    for (Undo.Place at : undo.places()) {
                        Sync sync = sync(run, undo.source(at.sync()));
                        Plan plan = sync.plan(at.change(Mode.DEFAULT), adapter);
                        try {
                            sync.apply(plan, adapter);
                        } finally {
                            if (!store.isDead()) {
                                run.nothingToDo(at, plan);
                            }
                        }
                    }
                },
                before -> model.undoOf(id, includeUnknown));
    }

    /** Whom a run may change, and to what. */
    private interface Targets {
        Map<String, Boolean> of(Set<String> before);
    }

    private boolean run(RunInfo info, Work work, Targets mayChange) throws Exception {
        Set<String> before = place.members();
        Set<String> known = Set.copyOf(store.runs());
        Optional<String> mustBeCutShort = lastIfCutShort();
        requests.begin();
        joined.clear();
        foundThere.clear();
        boolean isClean = true;
        try (RecordedRun run = journal.begin(info)) {
            assertThat(run.cutShort().map(Run::id))
                    .as("the run that was cut short")
                    .isEqualTo(mustBeCutShort);
            try {
                work.in(run);
            } catch (GoSyncException e) {
                isClean = false;
                told.add("  " + e.getMessage().replace("\n", "\n    "));
            }
        } catch (MortalStore.Death | GoSyncException e) {
            isClean = false;
            if (!store.isDead()) {
                throw e;
            }
        }
        boolean died = store.isDead();
        if (died) {
            int lost = random.nextInt(3) == 0 ? 100 : random.nextInt(3);
            told.add("  the program died, and lost up to " + lost + " lines");
            store.startAgain(lost);
            adapter = place.open();
        }
        store.startAgain(0); // it has ended before it had to die
        Optional<String> id = store.runs().stream()
                .filter(run -> !known.contains(run))
                .filter(run -> !store.lines(run).isEmpty())
                .findFirst();
        check(id, info, died, before, mayChange);
        return isClean;
    }

    private Optional<String> lastIfCutShort() {
        List<String> runs =
                store.runs().stream().filter(run -> !store.lines(run).isEmpty()).toList();
        return runs.isEmpty()
                ? Optional.empty()
                : journal.run(runs.get(runs.size() - 1))
                        .filter(run -> !run.hasEnded())
                        .map(Run::id);
    }

    private Sync sync(RecordedRun run, Source source) {
        return Sync.from(source)
                .guard(Guards.allowEmptySource())
                .guard(Guards.allowFullReplacement())
                .guard(Guards.allowEmptyDestination())
                .guard(Guards.allowShrinking())
                .guard(Guards.maxRemovals(Integer.MAX_VALUE))
                .clock(clock)
                .parallel(1)
                .listener(run.listener("team"))
                .listener(new Hearing());
    }

    /** Hears each call, so that others can act meanwhile and the program can die between two requests. */
    private final class Hearing implements SyncListener {
        private int calls;

        @Override
        public void callBegan(String name, String operation, int attempt) {
            if (!type.replacesAll(operation) && ++calls == joinAtCall) {
                join(some(people, 6));
            }
        }

        @Override
        public void calling(Plan plan, List<String> things) {
            if (isOvertaken) {
                join(things.stream()
                        .filter(thing -> plan.additions().contains(thing))
                        .map(RandomHistory::key)
                        .filter(people::contains)
                        .filter(thing -> random.nextBoolean())
                        .toList());
            }
        }

        private void join(List<String> more) {
            try {
                Set<String> members = place.members();
                List<String> coming = more.stream()
                        .filter(person -> !members.contains(person))
                        .toList();
                told.add("  others add " + names(coming));
                place.join(coming);
                joined.addAll(coming);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void callEnded(String name, String operation, Optional<Failure> failure) {
            store.step("after a request");
        }

        @Override
        public void happened(Plan plan, Outcome outcome) {
            if (outcome.alreadyThere()) {
                foundThere.add(key(outcome.thing()));
            }
        }

        @Override
        public void finished(Report report) {
            told.add("  " + report);
        }
    }

    // What must be true after each run

    private void check(Optional<String> id, RunInfo info, boolean died, Set<String> before, Targets mayChange)
            throws Exception {
        Set<String> after = place.members();
        Set<String> changed = new TreeSet<>(before);
        changed.removeAll(after);
        after.stream().filter(person -> !before.contains(person)).forEach(changed::add);
        joined.stream().filter(person -> !after.contains(person)).forEach(changed::add); // others only add meanwhile
        told.add("  now " + names(after));
        Set<String> changedByRun = new TreeSet<>(changed);
        changedByRun.removeIf(person -> joined.contains(person) && after.contains(person));
        RunChecks.mustBeInPlan(changedByRun, after, mayChange.of(before));
        assertThat(place.untouchable(anchor))
                .as("everything that no sync may change")
                .isEqualTo(untouchable);
        if (id.isEmpty()) {
            requests.mustBeEmpty();
            return;
        }
        Run run = journal.run(id.get()).orElseThrow();
        count(info.command(), 1);
        count("died", died ? 1 : 0);
        count("died after a change", died && !changedByRun.isEmpty() ? 1 : 0);
        count("not known", run.count(Outcome.State.NOT_KNOWN));
        count(
                "not known, but changed",
                run.entries().stream()
                        .filter(entry ->
                                entry.state() == Outcome.State.NOT_KNOWN && changed.contains(key(entry.thing())))
                        .count());
        count("failed", run.count(Outcome.State.FAILED));
        count("found there", foundThere.size());
        count("changed by an undo", info.undoes().isPresent() ? changedByRun.size() : 0);
        assertThat(died || run.hasEnded()).as("the run has ended").isTrue();
        requests.mustBeComplete(run, store.lines(run.id()), died);
        RunChecks.mustAccountForChanges(run, changed, changedByRun, joined, after);

        Map<String, Boolean> targets = new TreeMap<>(targets(info, mayChange, before));
        Set<String> soAlready = new TreeSet<>(targets.keySet());
        soAlready.removeIf(person -> joined.contains(person) || before.contains(person) != targets.get(person));
        Set<String> ours = new TreeSet<>(changed);
        ours.removeIf(person -> !Boolean.valueOf(after.contains(person)).equals(targets.get(person)));
        model.ran(new Step(
                run.id(), info.undoes(), targets, soAlready, ours, new TreeSet<>(foundThere), Set.copyOf(joined)));
    }

    private Map<String, Boolean> targets(RunInfo info, Targets mayChange, Set<String> before) {
        return info.undoes().map(undone -> model.undoOf(undone, true)).orElseGet(() -> mayChange.of(before));
    }

    // Chance

    private List<String> some(List<String> from, int most) {
        List<String> shuffled = new ArrayList<>(from);
        Collections.shuffle(shuffled, random);
        return List.copyOf(shuffled.subList(0, random.nextInt(Math.min(most, from.size()) + 1)));
    }

    /** The source spells some addresses in another way. */
    private List<String> spelled(List<String> things) {
        return things.stream()
                .map(thing -> random.nextInt(4) == 0
                        ? thing.substring(0, 1).toUpperCase(Locale.ROOT) + thing.substring(1)
                        : thing)
                .toList();
    }

    private static List<String> joined(List<String> one, List<String> other) {
        return Stream.concat(one.stream(), other.stream()).distinct().toList();
    }

    static String key(String thing) {
        return thing.toLowerCase(Locale.ROOT);
    }

    private static String names(Collection<String> things) {
        return things.stream()
                .sorted()
                .map(thing -> thing.replaceAll(AT_A_SERVICE, ""))
                .collect(Collectors.joining(" ", "[", "]"));
    }

    @Override
    public void close() throws IOException {
        place.close();
    }
}
