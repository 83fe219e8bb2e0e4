package dev.gosync.acceptance;

import dev.gosync.Outcome;
import dev.gosync.Plan;
import dev.gosync.Report;
import dev.gosync.SyncListener;
import dev.gosync.adapter.Failure;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What happens at the service while one run works: others add people, and the program may die. For one thread at a time. */
final class Meanwhile implements SyncListener {
    /**
     * What others do.
     *
     * @param atCall at which call others add people; 0 for never
     * @param isOvertaken whether others add people right before the program adds the same ones
     */
    record Others(int atCall, boolean isOvertaken) {
        static final Others NOTHING = new Others(0, false);
    }

    private final JournalPropertiesTest.Place type;
    private final CertifiedPlace place;
    private final HistoryPeople people;
    private final MortalStore store;
    private final Chance chance;
    private final HistoryLog log;
    private final Others others;
    private final Set<String> before;
    private final Set<String> joined = new TreeSet<>();
    private final Set<String> back = new TreeSet<>();
    private final Set<String> foundThere = new TreeSet<>();
    private int calls;

    Meanwhile(
            JournalPropertiesTest.Place type,
            CertifiedPlace place,
            HistoryPeople people,
            MortalStore store,
            Chance chance,
            HistoryLog log,
            Others others)
            throws Exception {
        this.type = type;
        this.place = place;
        this.people = people;
        this.store = store;
        this.chance = chance;
        this.log = log;
        this.others = others;
        this.before = place.members();
    }

    /** {@return the members when the run began} */
    Set<String> before() {
        return before;
    }

    /** {@return whom others added} */
    Set<String> joined() {
        return joined;
    }

    /** {@return the people of these who were members when the run began, so the run had removed them} */
    Set<String> back() {
        return back;
    }

    /** {@return whom the adapter wanted to add and found to be members already} */
    Set<String> foundThere() {
        return foundThere;
    }

    /**
     * Others do not add people right before a request that replaces the whole list: they would be lost, and no program could
     * notice it, because these services have no condition for a write.
     */
    @Override
    public void callBegan(String name, String operation, int attempt) {
        if (!type.replacesAll(operation) && ++calls == others.atCall()) {
            join(chance.some(people.known(), 6));
        }
    }

    @Override
    public void calling(Plan plan, List<String> things) {
        if (others.isOvertaken()) {
            join(things.stream()
                    .filter(thing -> plan.additions().contains(thing))
                    .map(thing -> thing.toLowerCase(Locale.ROOT))
                    .filter(people.known()::contains)
                    .filter(thing -> chance.evenly())
                    .toList());
        }
    }

    private void join(Collection<String> more) {
        try {
            Set<String> members = place.members();
            List<String> coming =
                    more.stream().filter(person -> !members.contains(person)).toList();
            log.tell("  others add " + HistoryLog.names(coming));
            place.join(coming);
            joined.addAll(coming);
            coming.stream().filter(before::contains).forEach(back::add);
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
            foundThere.add(outcome.thing().toLowerCase(Locale.ROOT));
        }
    }

    @Override
    public void finished(Report report) {
        log.tell("  " + report);
    }
}
