package dev.gosync.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.Guards;
import dev.gosync.Outcome;
import dev.gosync.Plan;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.acceptance.HistoryModel.Step;
import dev.gosync.adapter.Action;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.GoSyncException;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Source;
import dev.gosync.journal.Journal;
import dev.gosync.journal.RecordedRun;
import dev.gosync.journal.Run;
import dev.gosync.journal.RunInfo;
import dev.gosync.journal.Undo;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes the runs of a history, and checks after each of them what must be true of it. For one thread at a time. */
final class WatchedRuns {
    private static final String CONFIGURATION = "go-sync.yml";

    /** A program that dies may lose lines that it has not forced: often one or two, sometimes all of them. */
    private static final int ALL_LINES = 100;

    /** What a run does once it has begun. */
    private interface Work {
        void in(RecordedRun run, Meanwhile meanwhile) throws Exception;
    }

    private final JournalPropertiesTest.Place type;
    private final CertifiedPlace place;
    private final HistoryPeople people;
    private final Chance chance;
    private final HistoryLog log;
    private final Clock clock;
    private final HistoryModel model = new HistoryModel();
    private final RequestAccount requests;
    private final MortalStore store;
    private final Journal journal;
    private final String untouchable;
    private Adapter adapter;

    WatchedRuns(
            JournalPropertiesTest.Place type,
            CertifiedPlace place,
            HistoryPeople people,
            Chance chance,
            HistoryLog log,
            Clock clock)
            throws Exception {
        this.type = type;
        this.place = place;
        this.people = people;
        this.chance = chance;
        this.log = log;
        this.clock = clock;
        this.requests = new RequestAccount(type, place::requests);
        this.store = new MortalStore(requests::written);
        this.journal = Journal.in(store).clock(clock);
        this.untouchable = place.untouchable(people.anchor());
        this.adapter = place.open();
    }

    HistoryModel model() {
        return model;
    }

    /** The program starts again. What it knew is lost. */
    void startAgain() throws Exception {
        adapter = place.open();
    }

    /** Kills the program during the next run, unless that run is over before. */
    void dieAfter(int steps) {
        store.dieAfter(steps);
    }

    /** The program no longer dies. */
    void stayAlive() {
        store.startAgain(0);
    }

    /** {@return whether everything was done} */
    boolean apply(Mode mode, List<String> wanted, Meanwhile.Others others) throws Exception {
        log.tell("apply " + mode + " " + HistoryLog.names(wanted));
        Map<String, Boolean> targets = new TreeMap<>();
        people.everybody().forEach(person -> targets.put(person, wanted.contains(person)));
        targets.values().removeIf(isWanted -> !mode.actions().contains(isWanted ? Action.ADD : Action.REMOVE));
        Source source = Sources.of(chance.spelled(wanted));
        return run(
                RunInfo.of("apply", CONFIGURATION),
                (run, meanwhile) -> sync(run, meanwhile, source).mode(mode).syncWith(adapter),
                targets,
                others);
    }

    /** {@return whether everything was done} */
    boolean undo(String id, boolean includeUnknown, Meanwhile.Others others) throws Exception {
        Undo undo = journal.undo(id, includeUnknown);
        log.tell("undo " + id + (includeUnknown ? ", unknown included: " : ": ") + undo.places());
        if (undo.isEmpty()) {
            return true;
        }
        RunChecks.mustAskOnlyFor(model.undoOf(id, includeUnknown), undo);
        return run(
                RunInfo.of("undo", CONFIGURATION).undoing(id),
                (run, meanwhile) -> {
                    for (Undo.Place at : undo.places()) {
                        Sync sync = sync(run, meanwhile, undo.source(at.sync()));
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
                model.undoOf(id, includeUnknown),
                others);
    }

    /** Checks what an undo of each run would ask for now. */
    void checkUndoes() {
        for (Step step : model.steps()) {
            RunChecks.mustAskOnlyFor(model.undoOf(step.id(), false), journal.undo(step.id(), false));
            RunChecks.mustAskOnlyFor(model.undoOf(step.id(), true), journal.undo(step.id(), true));
        }
    }

    private Sync sync(RecordedRun run, Meanwhile meanwhile, Source source) {
        return Sync.from(source)
                .guard(Guards.allowEmptySource())
                .guard(Guards.allowFullReplacement())
                .guard(Guards.allowEmptyDestination())
                .guard(Guards.allowShrinking())
                .guard(Guards.maxRemovals(Integer.MAX_VALUE))
                .clock(clock)
                .parallel(1)
                .listener(run.listener("team"))
                .listener(meanwhile);
    }

    private boolean run(RunInfo info, Work work, Map<String, Boolean> targets, Meanwhile.Others others)
            throws Exception {
        Meanwhile meanwhile = new Meanwhile(type, place, people, store, chance, log, others);
        Set<String> known = Set.copyOf(store.runs());
        Optional<String> mustBeCutShort = lastIfCutShort();
        requests.begin();
        boolean isClean = true;
        try (RecordedRun run = journal.begin(info)) {
            assertThat(run.cutShort().map(Run::id))
                    .as("the run that was cut short")
                    .isEqualTo(mustBeCutShort);
            try {
                work.in(run, meanwhile);
            } catch (GoSyncException e) {
                isClean = false;
                log.tell("  " + e.getMessage().replace("\n", "\n    "));
            }
        } catch (MortalStore.Death | GoSyncException e) {
            isClean = false;
            if (!store.isDead()) {
                throw e;
            }
        }
        boolean died = store.isDead();
        if (died) {
            int lost = chance.oneIn(3) ? ALL_LINES : chance.below(3);
            log.tell("  the program died, and lost up to " + lost + " lines");
            store.startAgain(lost);
            startAgain();
        }
        stayAlive(); // it has ended before it had to die
        Optional<String> id = store.runs().stream()
                .filter(run -> !known.contains(run))
                .filter(run -> !store.lines(run).isEmpty())
                .findFirst();
        check(id, info, died, meanwhile, targets);
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

    /** Checks what must be true after each run. */
    private void check(
            Optional<String> id, RunInfo info, boolean died, Meanwhile meanwhile, Map<String, Boolean> targets)
            throws Exception {
        Set<String> after = place.members();
        log.tell("  now " + HistoryLog.names(after));
        Map<String, Boolean> changed = RunChecks.changes(meanwhile, after);
        RunChecks.mustBeInPlan(changed, targets);
        assertThat(place.untouchable(people.anchor()))
                .as("everything that no sync may change")
                .isEqualTo(untouchable);
        if (id.isEmpty()) {
            requests.mustBeEmpty();
            return;
        }
        Run run = journal.run(id.get()).orElseThrow();
        assertThat(died || run.hasEnded()).as("the run has ended").isTrue();
        requests.mustBeComplete(run, store.lines(run.id()), died);
        RunChecks.mustAccountForChanges(run, changed, meanwhile.joined());
        count(run, died, meanwhile, changed.keySet());
        Set<String> soAlready = new TreeSet<>(targets.keySet());
        soAlready.removeIf(person ->
                meanwhile.joined().contains(person) || meanwhile.before().contains(person) != targets.get(person));
        model.ran(new Step(
                run.id(),
                info.undoes(),
                targets,
                soAlready,
                changed.keySet(),
                meanwhile.foundThere(),
                meanwhile.joined()));
    }

    private void count(Run run, boolean died, Meanwhile meanwhile, Set<String> changed) {
        log.count(run.info().command(), 1);
        log.count("died", died ? 1 : 0);
        log.count("died after a change", died && !changed.isEmpty() ? 1 : 0);
        log.count("not known", run.count(Outcome.State.NOT_KNOWN));
        log.count(
                "not known, but changed",
                run.entries().stream()
                        .filter(entry -> entry.state() == Outcome.State.NOT_KNOWN)
                        .filter(entry -> changed.contains(RunChecks.key(entry.thing())))
                        .count());
        log.count("failed", run.count(Outcome.State.FAILED));
        log.count("found there", meanwhile.foundThere().size());
        log.count("changed by an undo", run.info().undoes().isPresent() ? changed.size() : 0);
    }
}
