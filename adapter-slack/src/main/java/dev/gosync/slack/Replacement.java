package dev.gosync.slack;

import dev.gosync.AdapterException;
import dev.gosync.Change;
import dev.gosync.Kind;
import dev.gosync.Mode;
import dev.gosync.Outcomes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes one change of a user group: its list becomes who is on it now, without those who leave and with those who come.
 * Whoever else is on it, person or not, stays.
 */
final class Replacement {
    private final WebApi api;
    private final Directory directory;
    private final String place;
    private final GroupList list;
    private final GroupWriter writer;
    private final Change change;
    private final Map<String, String> ids;
    private boolean haveLeft;
    private boolean removalsWait;

    Replacement(
            WebApi api,
            Directory directory,
            String place,
            GroupList list,
            GroupWriter writer,
            Change change,
            Map<String, String> ids) {
        this.api = api;
        this.directory = directory;
        this.place = place;
        this.list = list;
        this.writer = writer;
        this.change = change;
        this.ids = ids;
    }

    /**
     * Reads who is there now. A disabled group reads as empty, so of those on its list only they are there for whom no
     * thing stands.
     */
    Set<String> there() throws InterruptedException {
        Set<String> stored = list.read();
        if (!writer.enabled() && !stored.isEmpty()) {
            Map<String, Account> accounts = directory.members(place, stored);
            stored.removeIf(id -> {
                Account account = accounts.get(id);
                return account != null && account.standing() == Account.Standing.PERSON;
            });
        }
        return stored;
    }

    /** Makes the change in one call where Slack takes it so, and reports nothing then; else each thing. */
    void write(Set<String> there, Outcomes outcomes) throws InterruptedException {
        Set<String> wanted = without(there, change.removals());
        wanted.addAll(idsOf(change.additions()));
        boolean somebodyComes = !change.additions().isEmpty();
        if (writer.enabled() ? wanted.equals(there) : !somebodyComes) {
            return;
        }
        Optional<String> refusal = writer.write(wanted, somebodyComes);
        if (refusal.isPresent()) {
            withoutTheRefused(refusal.get(), outcomes);
        }
    }

    /** Whether the removals were given back, for a call of their own. */
    boolean removalsWait() {
        return removalsWait;
    }

    /**
     * Slack does not say who it is that it refuses, so that is found out by halves. Each list is made of who is there at
     * that moment, and is a step towards what is wanted.
     */
    private void withoutTheRefused(String code, Outcomes outcomes) throws InterruptedException {
        if (change.additions().isEmpty()) {
            throw refusedAsItIs(code);
        }
        removalsWait = change.mode() == Mode.ADD_REMOVE && !change.removals().isEmpty();
        if (removalsWait) {
            outcomes.postpone(change.removals());
        }
        List<String> leaving = removalsWait ? List.of() : change.removals();
        Set<String> rest = without(there(), leaving);
        if (writer.enabled() && !rest.isEmpty()) {
            mustBeTaken(rest);
            haveLeft(leaving, outcomes);
        }
        halves(change.additions(), code, leaving, outcomes);
        if (!haveLeft && !leaving.isEmpty()) {
            if (writer.enabled()) {
                mustBeTaken(without(there(), leaving));
            }
            haveLeft(leaving, outcomes);
        }
    }

    /** Deals with those of whom one at least is refused, and reports each. */
    private void halves(List<String> things, String code, List<String> leaving, Outcomes outcomes)
            throws InterruptedException {
        if (things.size() == 1) {
            String thing = things.get(0);
            outcomes.failed(thing, api.refusals().ofPerson(place, Method.USERGROUPS_USERS_UPDATE, thing, code));
            return;
        }
        int middle = things.size() / 2;
        for (List<String> half : List.of(things.subList(0, middle), things.subList(middle, things.size()))) {
            Set<String> wanted = without(there(), leaving);
            wanted.addAll(idsOf(half));
            Optional<String> refusal = writer.write(wanted, true);
            if (refusal.isPresent()) {
                halves(half, refusal.get(), leaving, outcomes);
            } else {
                half.forEach(outcomes::succeeded);
                haveLeft(leaving, outcomes);
            }
        }
    }

    /** Reports the removals, once. */
    private void haveLeft(List<String> leaving, Outcomes outcomes) {
        if (!haveLeft) {
            leaving.forEach(outcomes::succeeded);
            haveLeft = !leaving.isEmpty();
        }
    }

    private void mustBeTaken(Set<String> wanted) throws InterruptedException {
        Optional<String> refusal = writer.write(wanted, false);
        if (refusal.isPresent()) {
            throw refusedAsItIs(refusal.get());
        }
    }

    private AdapterException refusedAsItIs(String code) {
        return AdapterException.of(
                        Kind.INVALID_REQUEST,
                        place,
                        Method.USERGROUPS_USERS_UPDATE.text(),
                        code + " for somebody who is in it already")
                .remedy("Take out of the user group, in Slack, whom Slack does not take any more: guests, bots, people"
                        + " who have left or who are of another workspace.")
                .build();
    }

    private List<String> idsOf(List<String> things) {
        return things.stream().map(thing -> People.id(thing, ids)).toList();
    }

    private Set<String> without(Set<String> there, List<String> things) {
        Set<String> rest = new LinkedHashSet<>(there);
        idsOf(things).forEach(rest::remove);
        return rest;
    }
}
