package dev.gosync.slack;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Outcomes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

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
        boolean somebodyComes = !change.additions().isEmpty();
        UnaryOperator<Set<String>> edit = edit(change.additions(), change.removals());
        if (writer.enabled() ? edit.apply(there).equals(there) : !somebodyComes) {
            return;
        }
        Optional<String> refusal = writer.write(there, edit, somebodyComes);
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
        Set<String> there = there();
        if (writer.enabled() && !edit(List.of(), leaving).apply(there).isEmpty()) {
            mustBeTaken(there, leaving);
            haveLeft(leaving, outcomes);
        }
        halves(change.additions(), code, leaving, outcomes);
        if (!haveLeft && !leaving.isEmpty()) {
            if (writer.enabled()) {
                mustBeTaken(there(), leaving);
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
            Optional<String> refusal = writer.write(there(), edit(half, leaving), true);
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

    private void mustBeTaken(Set<String> there, List<String> leaving) throws InterruptedException {
        Optional<String> refusal = writer.write(there, edit(List.of(), leaving), false);
        if (refusal.isPresent()) {
            throw refusedAsItIs(refusal.get());
        }
    }

    private AdapterException refusedAsItIs(String code) {
        return AdapterException.of(
                        FailureKind.INVALID_REQUEST,
                        place,
                        Method.USERGROUPS_USERS_UPDATE.text(),
                        code + " for somebody who is in it already")
                .remedy("Take out of the user group, in Slack, whom Slack does not take any more: guests, bots, people"
                        + " who have left or who are of another workspace.")
                .build();
    }

    /** Who comes is added to whoever is there, and who leaves is taken out. */
    private UnaryOperator<Set<String>> edit(List<String> coming, List<String> leaving) {
        List<String> added = idsOf(coming);
        List<String> removed = idsOf(leaving);
        return there -> {
            Set<String> wanted = new LinkedHashSet<>(there);
            removed.forEach(wanted::remove);
            wanted.addAll(added);
            return wanted;
        };
    }

    private List<String> idsOf(List<String> things) {
        return things.stream().map(thing -> People.id(thing, ids)).toList();
    }
}
