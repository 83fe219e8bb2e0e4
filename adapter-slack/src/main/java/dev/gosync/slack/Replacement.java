package dev.gosync.slack;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Outcomes;
import java.util.EnumSet;
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
    /** After these refusals of a list with newcomers on it, a list without them may be accepted. */
    private static final Set<FailureKind> MAYBE_ABOUT_NEWCOMERS =
            EnumSet.of(FailureKind.INVALID_REQUEST, FailureKind.UNKNOWN);

    private final WebApi api;
    private final Directory directory;
    private final String place;
    private final GroupList list;
    private final GroupWriter writer;
    private final Change change;
    private final Map<String, Account> people;
    private Set<String> before = Set.of();
    private boolean haveLeft;
    private boolean removalsWait;

    Replacement(
            WebApi api,
            Directory directory,
            String place,
            GroupList list,
            GroupWriter writer,
            Change change,
            Map<String, Account> people) {
        this.api = api;
        this.directory = directory;
        this.place = place;
        this.list = list;
        this.writer = writer;
        this.change = change;
        this.people = people;
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
                return account != null && account.standing().isPerson();
            });
        }
        return stored;
    }

    /**
     * Makes the change in one call if Slack accepts it, otherwise in several.
     *
     * @param there the members before the first write
     */
    void write(Set<String> there, Outcomes outcomes) throws InterruptedException {
        before = there;
        boolean somebodyComes = !change.additions().isEmpty();
        UnaryOperator<Set<String>> edit = edit(change.additions(), change.removals());
        boolean isNeeded = writer.enabled() ? !edit.apply(there).equals(there) : somebodyComes;
        Optional<String> refusal = Optional.empty();
        if (isNeeded) {
            try {
                refusal = writer.write(there, edit, somebodyComes);
            } catch (AdapterException e) {
                removeWithoutNewcomers(e, outcomes);
                throw e;
            }
        }
        if (refusal.isPresent()) {
            withoutTheRefused(refusal.get(), outcomes);
        } else {
            haveCome(change.additions(), outcomes);
            haveLeft(change.removals(), outcomes);
        }
    }

    /**
     * Lets members leave although Slack refused the list with the newcomers on it, for example because it is too long. In
     * the mode add-remove this is a call of its own, before which the guards judge again.
     */
    private void removeWithoutNewcomers(AdapterException refused, Outcomes outcomes) throws InterruptedException {
        if (!MAYBE_ABOUT_NEWCOMERS.contains(refused.kind())
                || refused.answerLost()
                || change.additions().isEmpty()
                || change.removals().isEmpty()) {
            return;
        }
        if (change.mode() == Mode.ADD_REMOVE) {
            removalsWait = true;
            outcomes.postpone(change.removals());
            return;
        }
        try {
            mustBeTaken(there(), change.removals());
            haveLeft(change.removals(), outcomes);
        } catch (AdapterException e) {
            refused.addSuppressed(e);
            change.removals().forEach(thing -> outcomes.failed(thing, e));
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
                haveCome(half, outcomes);
                haveLeft(leaving, outcomes);
            }
        }
    }

    /** Reports additions. Those who were on the list before the first write were members already. */
    private void haveCome(List<String> things, Outcomes outcomes) {
        for (String thing : things) {
            if (before.contains(People.id(thing, people))) {
                outcomes.alreadyThere(thing);
            } else {
                outcomes.succeeded(thing);
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
        return things.stream().map(thing -> People.id(thing, people)).toList();
    }
}
