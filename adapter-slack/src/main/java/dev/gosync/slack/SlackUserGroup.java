package dev.gosync.slack;

import com.slack.api.methods.response.usergroups.UsergroupsListResponse;
import com.slack.api.model.Usergroup;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Outcomes;
import dev.gosync.adapter.Preview;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A user group, which Slack replaces as a whole. Safe for use by several threads. */
final class SlackUserGroup implements Adapter {
    private final WebApi api;
    private final Directory directory;
    private final String key;
    private final WhenEmpty whenEmpty;
    private final String name;

    /** What the last look or the last write showed. */
    private volatile @Nullable GroupState last;

    /** The address under which each member was listed last, by id. */
    private volatile Map<String, String> listed = Map.of();

    /** The key is an id, or a handle behind its sign. */
    SlackUserGroup(WebApi api, Directory directory, String key, WhenEmpty whenEmpty) {
        this.api = api;
        this.directory = directory;
        this.key = key;
        this.whenEmpty = whenEmpty;
        this.name = SlackWorkspace.nameOf("Slack user group " + key, api.team());
    }

    @Override
    public String name() {
        return name;
    }

    /** A disabled group reads as empty, whoever was in it when it was disabled. */
    @Override
    public Listing get() throws InterruptedException {
        GroupState state = find();
        last = state;
        if (!state.enabled()) {
            listed = Map.of();
            return Listing.of(Set.of());
        }
        Set<String> ids = new GroupList(api, name, state.id()).read();
        Map<String, Account> accounts = directory.members(name, ids);
        listed = People.listed(accounts);
        return People.listing(ids, accounts);
    }

    /** Slack ignores case in an e-mail address. */
    @Override
    public Matching matching() {
        return Matching.ignoringCase();
    }

    @Override
    public Preview preview(List<String> additions) throws InterruptedException {
        return People.preview(
                additions,
                directory.people(name, additions),
                listed,
                thing -> api.refusals().unknown(name, thing),
                this::refusal);
    }

    /** Slack documents that it takes no single-channel guest. What else it refuses, only the write tells. */
    private Optional<AdapterException> refusal(String thing, Account account) {
        return account.standing() == Account.Standing.SINGLE_CHANNEL_GUEST
                ? Optional.of(api.refusals()
                        .ofPerson(name, Method.USERGROUPS_USERS_UPDATE, thing, "single_channel_guests_cannot_be_added"))
                : Optional.empty();
    }

    @Override
    public void add(List<String> things, Outcomes outcomes) throws IOException, InterruptedException {
        change(new Change(things, List.of(), Mode.ADD_ONLY), outcomes);
    }

    @Override
    public void remove(List<String> things, Outcomes outcomes) throws IOException, InterruptedException {
        change(new Change(List.of(), things, Mode.REMOVE_ONLY), outcomes);
    }

    /**
     * Both halves are one call. Only where an addition fails, and the mode wants the additions first, are there two: the
     * engine judges in between whether there may still be removals.
     */
    @Override
    public void change(Change asked, Outcomes outcomes) throws IOException, InterruptedException {
        if (asked.isEmpty()) {
            return;
        }
        List<String> all = new ArrayList<>(asked.additions());
        all.addAll(asked.removals());
        Map<String, Account> people = outcomes.prepare(() -> directory.people(name, all));
        Change change = People.withoutCrossed(asked, people, outcomes);
        List<String> additions = People.known(change.additions(), people, name, api.refusals(), outcomes);
        List<String> removals = People.known(change.removals(), people, name, api.refusals(), outcomes);
        if (change.mode() == Mode.ADD_REMOVE
                && additions.size() < change.additions().size()) {
            outcomes.halves(
                    new Change(additions, removals, change.mode()),
                    coming -> replace(new Change(coming, List.of(), Mode.ADD_ONLY), people, outcomes),
                    leaving -> replace(new Change(List.of(), leaving, Mode.REMOVE_ONLY), people, outcomes));
        } else {
            replace(new Change(additions, removals, change.mode()), people, outcomes);
        }
    }

    private void replace(Change change, Map<String, Account> people, Outcomes outcomes) throws InterruptedException {
        if (change.isEmpty()) {
            return;
        }
        GroupState known = last;
        // One that is in use again keeps its people, so that a group which was disabled is looked at once more.
        GroupState state = known == null || !known.enabled() ? outcomes.prepare(this::find) : known;
        GroupList list = new GroupList(api, name, state.id());
        GroupWriter writer = new GroupWriter(name, list, whenEmpty, state.enabled());
        Replacement replacement = new Replacement(api, directory, name, list, writer, change, people);
        Set<String> there = outcomes.prepare(replacement::there);
        List<String> all = new ArrayList<>(change.additions());
        all.addAll(change.removals());
        outcomes.attempt(all, things -> {
            last = null; // until it is known what the write did
            replacement.write(there, outcomes);
            last = new GroupState(state.id(), writer.enabled());
        });
        if (replacement.removalsWait()) {
            replace(new Change(List.of(), change.removals(), Mode.REMOVE_ONLY), people, outcomes);
        }
    }

    /** The group among all there are, disabled ones included: its id, and whether it is enabled. */
    private GroupState find() throws InterruptedException {
        UsergroupsListResponse answer = api.call(
                name,
                Method.USERGROUPS_LIST,
                slack -> slack.usergroupsList(
                        request -> request.includeDisabled(true).teamId(api.team())));
        List<Usergroup> groups = api.present(name, Method.USERGROUPS_LIST, "usergroups", answer.getUsergroups());
        List<Usergroup> found = groups.stream().filter(this::isThis).toList();
        List<GroupState> enabled =
                found.stream().map(GroupState::of).filter(GroupState::enabled).toList();
        List<GroupState> candidates =
                enabled.isEmpty() ? found.stream().map(GroupState::of).toList() : enabled;
        if (candidates.size() == 1) {
            return candidates.get(0);
        }
        throw candidates.isEmpty() ? missing(groups) : ambiguous(candidates);
    }

    private boolean isThis(Usergroup group) {
        return key.startsWith("@") ? key.substring(1).equalsIgnoreCase(group.getHandle()) : key.equals(group.getId());
    }

    private AdapterException missing(List<Usergroup> groups) {
        boolean byHandle = key.startsWith("@");
        List<String> names = groups.stream()
                .map(group -> byHandle ? group.getHandle() : group.getId())
                .filter(each -> each != null && !each.isEmpty())
                .toList();
        return AdapterException.of(
                        FailureKind.NOT_FOUND, name, Method.USERGROUPS_LIST.text(), "there is no user group " + key)
                .remedy(Nearest.of(byHandle ? key.substring(1) : key, names, byHandle ? "@" : ""))
                .build();
    }

    private AdapterException ambiguous(List<GroupState> candidates) {
        return AdapterException.of(
                        FailureKind.NOT_FOUND,
                        name,
                        Method.USERGROUPS_LIST.text(),
                        candidates.size() + " user groups are called " + key)
                .remedy("Name the one that is meant by its id: "
                        + candidates.stream().map(GroupState::id).sorted().collect(Collectors.joining(", ")) + ".")
                .build();
    }

    /** {@return the name} */
    @Override
    public String toString() {
        return name;
    }
}
