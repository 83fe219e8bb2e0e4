package dev.gosync.slack;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Puts a list in the place of the one that a user group has, in the order in which Slack takes it. */
final class GroupWriter {
    private static final Set<FailureKind> MAYBE_AS_IT_IS_DISABLED =
            EnumSet.of(FailureKind.NOT_FOUND, FailureKind.READ_ONLY, FailureKind.INVALID_REQUEST, FailureKind.UNKNOWN);

    private final String place;
    private final GroupList list;
    private final WhenEmpty whenEmpty;
    private boolean enabled;

    GroupWriter(String place, GroupList list, WhenEmpty whenEmpty, boolean enabled) {
        this.place = place;
        this.list = list;
        this.whenEmpty = whenEmpty;
        this.enabled = enabled;
    }

    /** Whether the group is in use, as far as this one knows. */
    boolean enabled() {
        return enabled;
    }

    /**
     * Writes a list.
     *
     * @param there who is on it, as it was just read
     * @param edit makes of them all who are to be on it
     * @param somebodyComes whether a disabled group is wanted again
     * @return the code by which it was refused because of who is on it, if it was
     */
    Optional<String> write(Set<String> there, UnaryOperator<Set<String>> edit, boolean somebodyComes)
            throws InterruptedException {
        Set<String> ids = edit.apply(there);
        if (ids.isEmpty()) {
            empty(there, edit);
            return Optional.empty();
        }
        if (!enabled) {
            return writeDisabled(ids);
        }
        GroupList.Update update = list.write(there, edit);
        if (update.disabled() && somebodyComes) { // by somebody else, since it was looked at
            list.enable();
        }
        return update.refusal();
    }

    private void empty(Set<String> there, UnaryOperator<Set<String>> edit) throws InterruptedException {
        switch (whenEmpty) {
            case REFUSE ->
                throw refused(
                        "it would have nobody left",
                        "Keep somebody in it, or say what becomes of an empty user group: set when-empty to clear or to"
                                + " disable.");
            case DISABLE -> {
                list.disable();
                enabled = false;
            }
            case CLEAR -> clear(there, edit);
        }
    }

    /** Slack is said to refuse an empty list and to empty the group all the same, so what counts is what it shows. */
    private void clear(Set<String> there, UnaryOperator<Set<String>> edit) throws InterruptedException {
        GroupList.Update update = list.write(there, edit);
        Set<String> left = shown();
        left.removeAll(update.sent()); // who joined before a further attempt
        if (!left.isEmpty()) {
            throw refused(
                    "the empty list was "
                            + update.refusal()
                                    .map(code -> "refused (" + code + ")")
                                    .orElse("taken, and " + left.size() + " are there still"),
                    "This workspace has no empty user groups: set when-empty to disable.");
        }
    }

    private AdapterException refused(String problem, String remedy) {
        return AdapterException.of(FailureKind.INVALID_REQUEST, place, Method.USERGROUPS_USERS_UPDATE.text(), problem)
                .remedy(remedy)
                .build();
    }

    /** The list first and then the group, so that nobody who has left comes back for a moment. */
    private Optional<String> writeDisabled(Set<String> ids) throws InterruptedException {
        Optional<String> refusal;
        try {
            refusal = list.write(ids, same -> ids).refusal();
        } catch (AdapterException e) {
            if (e.answerLost() || !MAYBE_AS_IT_IS_DISABLED.contains(e.kind())) {
                throw e;
            }
            return enableAndWrite(ids);
        }
        if (refusal.isEmpty()) {
            list.enable();
            enabled = true;
        }
        return refusal;
    }

    /** Where Slack takes no list for a disabled group. If it takes none for an enabled one either, that is as it was. */
    private Optional<String> enableAndWrite(Set<String> ids) throws InterruptedException {
        list.enable();
        Optional<String> refusal;
        try {
            refusal = list.write(ids, same -> ids).refusal();
        } catch (AdapterException e) {
            disableAgain(e);
            throw e;
        }
        if (refusal.isPresent()) {
            list.disable();
            return refusal;
        }
        enabled = true;
        if (!shown().equals(ids)) {
            throw AdapterException.of(
                            FailureKind.UNKNOWN,
                            place,
                            Method.USERGROUPS_USERS_UPDATE.text(),
                            "the list was taken, and another one is there")
                    .remedy("Run again; somebody else may have changed the user group at the same time.")
                    .answerLost()
                    .build();
        }
        return refusal;
    }

    private void disableAgain(AdapterException because) throws InterruptedException {
        try {
            list.disable();
        } catch (AdapterException e) {
            because.addSuppressed(e);
        }
    }

    /** What is there after a write; where that cannot be read, nobody knows what the write did. */
    private Set<String> shown() throws InterruptedException {
        try {
            return list.read();
        } catch (AdapterException e) {
            throw Refusals.unseen(e);
        }
    }
}
