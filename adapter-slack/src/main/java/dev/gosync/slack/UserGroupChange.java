package dev.gosync.slack;

import com.slack.api.methods.response.usergroups.users.UsergroupsUsersUpdateResponse;
import com.slack.api.model.Usergroup;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.WholeList;
import dev.gosync.adapter.WholeList.Draft;
import dev.gosync.adapter.WholeList.Refusal;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Reads and writes the list of ids of one user group, for one change. A disabled group keeps its list, but it reads as
 * empty: only its members without a usable identifier count as members.
 */
final class UserGroupChange implements WholeList.Service<String> {
    /** Slack refuses a list with one of these because of members on it, or because the list is empty. */
    private static final Set<String> ABOUT_MEMBERS = Set.of(
            "failed_for_some_users",
            "invalid_user",
            "invalid_users",
            "no_users_provided",
            "single_channel_guests_cannot_be_added",
            "user_not_found",
            "users_not_found");

    /** After one of these failures, Slack may take the list once the group is enabled. */
    private static final Set<FailureKind> MAYBE_BECAUSE_DISABLED =
            Set.of(FailureKind.NOT_FOUND, FailureKind.READ_ONLY, FailureKind.INVALID_REQUEST, FailureKind.UNKNOWN);

    private final SlackApi api;
    private final SlackDirectory directory;
    private final People people;
    private final String place;
    private final String group;
    private final WhenEmpty whenEmpty;

    /** The members of a disabled group who count as gone. */
    private final Set<String> gone;

    private volatile boolean enabled;
    private boolean isKnown = true;

    /**
     * Prepares one change.
     *
     * @param group the id of the group
     * @param changed the ids of the people whom the change adds and removes
     */
    UserGroupChange(
            SlackApi api,
            SlackDirectory directory,
            People people,
            String place,
            String group,
            WhenEmpty whenEmpty,
            boolean enabled,
            Collection<String> changed) {
        this.api = api;
        this.directory = directory;
        this.people = people;
        this.place = place;
        this.group = group;
        this.whenEmpty = whenEmpty;
        this.enabled = enabled;
        this.gone = new HashSet<>(changed);
    }

    /** Whether a group is enabled: its date of deletion is 0 if it was never disabled. */
    static boolean isEnabled(Usergroup group) {
        return group.getDateDelete() == null || group.getDateDelete() <= 0;
    }

    /** Whether the group is enabled; empty if a write failed, so that nobody knows. */
    Optional<Boolean> enabled() {
        return isKnown ? Optional.of(enabled) : Optional.empty();
    }

    /** Reads the list before the first write. */
    List<String> readFirst() throws InterruptedException {
        List<String> stored = api.groupMembers(place, group);
        if (!enabled && !stored.isEmpty()) {
            directory.members(place, stored).values().stream()
                    .filter(account -> account.standing().isPerson())
                    .forEach(account -> gone.add(account.id()));
        }
        return members(stored);
    }

    @Override
    public List<String> read() throws IOException {
        return members(api.groupMembersOnce(place, group));
    }

    private List<String> members(List<String> stored) {
        return enabled
                ? stored
                : stored.stream().filter(id -> !gone.contains(id)).toList();
    }

    @Override
    public Object key(String id) {
        return id;
    }

    @Override
    public boolean isWritable(List<String> members) {
        return enabled && !members.isEmpty();
    }

    @Override
    public Optional<Refusal> write(Draft<String> draft) throws InterruptedException {
        isKnown = false;
        Optional<Refusal> refusal = Optional.empty();
        if (draft.members().isEmpty()) {
            empty(draft);
        } else if (enabled) {
            refusal = writeEnabled(draft);
        } else {
            refusal = writeDisabled(draft);
        }
        isKnown = true;
        return refusal;
    }

    private Optional<Refusal> writeEnabled(Draft<String> draft) throws InterruptedException {
        Update update = send(draft::forAttempt);
        if (update.refusal().isEmpty()) {
            if (!update.isShown()) {
                throw notShown();
            }
            if (!isEnabled(update.after()) && draft.hasNewcomers()) { // disabled by hand in the meantime
                enabled = false;
                enable();
                enabled = true;
            }
        }
        return update.refusal();
    }

    /** Writes the list first and then enables the group, so that former members do not come back for a moment. */
    private Optional<Refusal> writeDisabled(Draft<String> draft) throws InterruptedException {
        Update update;
        try {
            update = send(draft::forAttempt);
        } catch (AdapterException e) {
            if (e.answerLost() || !MAYBE_BECAUSE_DISABLED.contains(e.kind())) {
                throw e;
            }
            return enableAndWrite(draft);
        }
        if (update.refusal().isEmpty()) {
            if (!update.isShown()) {
                mustHave(update.sent());
            }
            enable();
            enabled = true;
        }
        return update.refusal();
    }

    /** If Slack takes no list for a disabled group. If it does not take the list then either, the group is disabled again. */
    private Optional<Refusal> enableAndWrite(Draft<String> draft) throws InterruptedException {
        enable();
        // The first attempt sends the list of the refused write: once enabled, a read shows the former members again.
        AtomicBoolean isFurther = new AtomicBoolean();
        Update update;
        try {
            update = send(() -> isFurther.getAndSet(true) ? draft.forAttempt() : draft.members());
        } catch (AdapterException e) {
            try {
                disable(List::of);
            } catch (AdapterException disabling) {
                e.addSuppressed(disabling);
            }
            throw e;
        }
        if (update.refusal().isPresent()) {
            disable(List::of);
            return update.refusal();
        }
        mustHave(update.sent());
        enabled = true;
        return Optional.empty();
    }

    private void empty(Draft<String> draft) throws InterruptedException {
        switch (whenEmpty) {
            case KEEP, REFUSE -> throw wouldBeEmpty();
            case DISABLE -> {
                disable(() -> mustBeEmpty(draft.forAttempt()));
                enabled = false;
            }
            case CLEAR -> clear(draft);
        }
    }

    /** Some workspaces refuse an empty list and still clear the group, so the group is read to find out. */
    private void clear(Draft<String> draft) throws InterruptedException {
        Update update = send(draft::forAttempt);
        Set<String> left = stored();
        left.removeAll(update.sent()); // members who joined before a further attempt
        if (!left.isEmpty()) {
            String problem = update.refusal()
                    .map(refusal ->
                            "Slack refused the empty list: " + refusal.failure().problem())
                    .orElse("Slack took the empty list, but " + left.size() + " members are still there");
            throw refused(problem, "This workspace has no empty user groups: set when-empty to disable or to keep.");
        }
    }

    /** The failure of a group that may not become empty. In the other cases it is found out before the first attempt. */
    AdapterException wouldBeEmpty() {
        return refused(
                "the user group would become empty",
                whenEmpty == WhenEmpty.REFUSE
                        ? "Keep a member in it, or set when-empty to clear, disable or keep."
                        : "Run again: other members left while this run waited.");
    }

    private List<String> mustBeEmpty(List<String> list) {
        if (!list.isEmpty()) {
            throw refused("a member joined before the user group could be disabled", "Run again.");
        }
        return list;
    }

    private AdapterException refused(String problem, String remedy) {
        return AdapterException.of(FailureKind.INVALID_REQUEST, place, Method.USERGROUPS_USERS_UPDATE.text(), problem)
                .remedy(remedy)
                .build();
    }

    private AdapterException notShown() {
        return api.failures()
                .notShown(
                        place,
                        Method.USERGROUPS_USERS_UPDATE,
                        "Slack said ok, but does not show the list that was sent");
    }

    // Calls

    /**
     * What Slack answered to a list.
     *
     * @param sent the list
     * @param refusal present if Slack refused it because of its members
     * @param after the group; without users if the answer does not show it
     */
    private record Update(List<String> sent, Optional<Refusal> refusal, Usergroup after) {
        boolean isShown() {
            return after.getUsers() != null && new HashSet<>(after.getUsers()).equals(new HashSet<>(sent));
        }
    }

    private Update send(Retry.Call<List<String>> list) throws InterruptedException {
        AtomicReference<List<String>> sent = new AtomicReference<>(List.of());
        UsergroupsUsersUpdateResponse answer = api.replaceGroupMembers(
                place,
                group,
                () -> {
                    sent.set(list.run());
                    if (sent.get().isEmpty() && whenEmpty != WhenEmpty.CLEAR) { // others left before a further attempt
                        throw wouldBeEmpty();
                    }
                    return sent.get();
                },
                error -> isAboutMembers(String.valueOf(error.getError()), sent.get()));
        Optional<Refusal> refusal = answer.isOk()
                ? Optional.empty()
                : Optional.of(new Refusal(api.failures().of(place, Method.USERGROUPS_USERS_UPDATE, answer), Set.of()));
        Usergroup after = answer.getUsergroup();
        return new Update(sent.get(), refusal, after == null ? new Usergroup() : after);
    }

    /** Slack does not document with which code it refuses an empty list. */
    private static boolean isAboutMembers(String code, List<String> ids) {
        return ABOUT_MEMBERS.contains(code)
                || (ids.isEmpty() && SlackFailures.kind(code) == FailureKind.INVALID_REQUEST);
    }

    /** The stored list; if it cannot be read, nobody knows what the write before did. */
    private Set<String> stored() throws InterruptedException {
        try {
            return new HashSet<>(api.groupMembers(place, group));
        } catch (AdapterException e) {
            throw e.toBuilder().answerLost().build();
        }
    }

    private void mustHave(List<String> ids) throws InterruptedException {
        if (!stored().equals(new HashSet<>(ids))) {
            throw notShown();
        }
    }

    private void enable() throws InterruptedException {
        mustBe(true, Method.USERGROUPS_ENABLE, api.enable(place, group));
    }

    private void disable(Retry.Call<List<String>> list) throws InterruptedException {
        mustBe(false, Method.USERGROUPS_DISABLE, api.disable(place, group, list));
    }

    /** Slack's documentation has answers with and without the group. */
    private void mustBe(boolean wanted, Method method, Optional<Usergroup> shown) throws InterruptedException {
        if (shown.filter(this::isShown)
                .filter(each -> isEnabled(each) == wanted)
                .isPresent()) {
            return;
        }
        Optional<Usergroup> now;
        try {
            now = api.userGroups(place).stream()
                    .filter(each -> group.equals(each.getId()))
                    .findFirst();
        } catch (AdapterException e) {
            throw e.toBuilder().answerLost().build();
        }
        if (now.isEmpty() || isEnabled(now.get()) != wanted) {
            throw api.failures()
                    .notShown(
                            place,
                            method,
                            "Slack said ok, but the user group is " + (wanted ? "not enabled" : "not disabled"));
        }
    }

    /** A group without a date of deletion would seem to be enabled. */
    private boolean isShown(Usergroup shown) {
        return group.equals(shown.getId()) && shown.getDateDelete() != null;
    }

    // Refusals

    @Override
    public AdapterException unknown(String thing) {
        return people.unknown();
    }

    @Override
    public AdapterException refused(String thing, Refusal refusal) {
        String code = refusal.failure().problem(); // the problem of these errors is the code alone
        return api.failures().ofPerson(place, Method.USERGROUPS_USERS_UPDATE, code);
    }

    @Override
    public AdapterException refusedAsItIs(List<String> members, Refusal refusal) {
        return refused(
                refusal.failure().problem() + " for an existing member",
                "In Slack, remove the members from the user group that Slack does not take any more: guests, bots,"
                        + " deactivated people, or people of another workspace.");
    }
}
