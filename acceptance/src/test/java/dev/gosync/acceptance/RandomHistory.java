package dev.gosync.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.acceptance.HistoryModel.Step;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Retry;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.Fault;
import dev.gosync.testkit.Request.Access;
import dev.gosync.testkit.TestTime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A random history of one place: runs, faults, deaths of the program, undos, and what other people do. One seed always makes
 * the same history. For one thread.
 */
final class RandomHistory implements AutoCloseable {
    private static final int MOST_STEPS = 10;

    /** A program may die while it reads, or later. */
    private static final List<Integer> DEATHS = List.of(20, 60, 180);

    private static final List<Mode> MODES = List.of(Mode.values());

    /** A run that has not started yet. */
    private interface NextRun {
        void start(Meanwhile.Others others) throws Exception;
    }

    private final Chance chance;
    private final TestTime clock = new TestTime();
    private final HistoryLog log = new HistoryLog();
    private final CertifiedPlace place;
    private final HistoryPeople people;
    private final WatchedRuns runs;
    private final HistoryModel model;

    RandomHistory(JournalPropertiesTest.Place type, long seed) throws Exception {
        chance = new Chance(seed);
        Retry retry =
                Retry.standard().attempts(3).callTimeout(Duration.ofSeconds(20)).time(clock, clock::sleep, () -> 0.5);
        place = new CertifiedPlace(type.certification(), Conditions.of(retry));
        people = HistoryPeople.at(place);
        List<String> members = chance.some(people.known(), people.known().size());
        place.join(people.withAnchor(members));
        runs = new WatchedRuns(type, place, people, chance, log, clock);
        model = runs.model();
        log.tell("at first: " + HistoryLog.names(members));
    }

    /** {@return how often each of these happened, so that a test cannot pass on nothing} */
    Map<String, Integer> counts() {
        return log.counts();
    }

    /** {@return what happened so far, one line for each event} */
    List<String> told() {
        return log.told();
    }

    /** Plays the history, ends with a clean run, and undoes all runs. */
    void play() throws Exception {
        int steps = 3 + chance.below(MOST_STEPS - 2);
        for (int step = 0; step < steps; step++) {
            clock.pass(Duration.ofMinutes(chance.oneIn(4) ? 20 : 1));
            switch (chance.below(10)) {
                case 0 -> others();
                case 1, 2, 3 -> undoSome();
                case 4 -> {
                    log.tell("the program starts again");
                    runs.startAgain();
                }
                default -> applySome();
            }
        }
        endClean();
        undoAll();
    }

    private void others() throws Exception {
        List<String> some = chance.some(people.known(), 4);
        Set<String> members = place.members();
        boolean join = chance.evenly();
        List<String> changed =
                some.stream().filter(person -> members.contains(person) != join).toList();
        log.tell("others let " + HistoryLog.names(changed) + (join ? " join" : " leave"));
        if (changed.isEmpty()) {
            return;
        }
        if (join) {
            place.join(changed);
        } else {
            place.leave(changed);
        }
        model.byHand(changed, join);
    }

    private void applySome() throws Exception {
        Mode mode = chance.evenly() ? Mode.DEFAULT : chance.oneOf(MODES);
        List<String> everybody = List.copyOf(people.everybody());
        List<String> wanted = people.withAnchor(chance.some(everybody, everybody.size()));
        inTrouble(others -> runs.apply(mode, wanted, others));
    }

    private void undoSome() throws Exception {
        List<Step> steps = model.steps();
        if (steps.isEmpty()) {
            return;
        }
        Step undone = steps.get(chance.oneIn(3) ? steps.size() - 1 : chance.below(steps.size()));
        boolean includeUnknown = chance.evenly();
        inTrouble(others -> runs.undo(undone.id(), includeUnknown, others));
    }

    private void inTrouble(NextRun run) throws Exception {
        Meanwhile.Others others = Meanwhile.Others.NOTHING;
        switch (chance.below(10)) {
            case 0, 1, 2 -> {
                int steps = chance.below(chance.oneOf(DEATHS));
                runs.dieAfter(steps);
                log.tell("the program will die after " + steps + " steps");
            }
            case 3 -> {
                others = new Meanwhile.Others(1 + chance.below(9), false);
                log.tell("others will add people at call " + others.atCall());
            }
            case 4 -> {
                others = new Meanwhile.Others(0, true);
                log.tell("others will add people right before the program does");
            }
            case 5 -> log.tell("no fault");
            default -> {
                Fault fault = chance.fault();
                log.tell("a fault: " + fault);
                place.inject(fault);
            }
        }
        try {
            run.start(others);
        } finally {
            place.heal();
            runs.stayAlive();
        }
    }

    private void endClean() throws Exception {
        if (chance.evenly()) {
            runs.startAgain();
        }
        List<String> wanted =
                people.withAnchor(chance.some(people.known(), people.known().size()));
        log.tell("the clean run");
        assertThat(runs.apply(Mode.DEFAULT, wanted, Meanwhile.Others.NOTHING))
                .as("the clean run succeeds")
                .isTrue();
        assertThat(place.members()).as("the members after a clean run").isEqualTo(new TreeSet<>(wanted));
        int before = place.requests().size();
        assertThat(runs.apply(Mode.DEFAULT, wanted, Meanwhile.Others.NOTHING))
                .as("the next run succeeds")
                .isTrue();
        assertThat(place.requests().subList(before, place.requests().size()))
                .as("the requests of a run that has nothing to do")
                .noneMatch(request -> request.access() == Access.WRITE);
        runs.checkUndoes();
    }

    private void undoAll() throws Exception {
        log.tell("all runs are undone in reverse order");
        Set<String> before = place.members();
        List<Step> steps = new ArrayList<>(model.steps());
        Collections.reverse(steps);
        for (Step step : steps) {
            assertThat(runs.undo(step.id(), true, Meanwhile.Others.NOTHING))
                    .as("the undo of run " + step.id() + " succeeds")
                    .isTrue();
        }
        Set<String> after = place.members();
        for (String person : people.everybody()) {
            Set<Boolean> possible = model.afterUndo(person, before.contains(person));
            log.count("people", 1);
            log.count("people known exactly", possible.size() == 1 ? 1 : 0);
            assertThat(after.contains(person))
                    .as(person + " is a member after all runs were undone")
                    .isIn(possible);
        }
    }

    @Override
    public void close() throws IOException {
        place.close();
    }
}
