package dev.gosync.slack;

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
import dev.gosync.adapter.WholeList;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A user group, whose list Slack replaces as a whole. Threads may share it. */
final class SlackUserGroup implements Adapter {
    /**
     * Which group it is.
     *
     * @param enabled false if the group was disabled; it keeps its list then
     */
    private record State(String id, boolean enabled) {
        static State of(Usergroup group) {
            return new State(group.getId(), UserGroupChange.isEnabled(group));
        }
    }

    private final SlackApi api;
    private final SlackDirectory directory;
    private final String key;
    private final WhenEmpty whenEmpty;
    private final String name;
    private final People people;

    /** What the last read or write showed. */
    private volatile @Nullable State last;

    /** The key is an id, or a handle with its sign. */
    SlackUserGroup(SlackApi api, SlackDirectory directory, String key, WhenEmpty whenEmpty) {
        this.api = api;
        this.directory = directory;
        this.key = key;
        this.whenEmpty = whenEmpty;
        this.name = SlackWorkspace.nameOf("Slack user group " + key, api.team());
        this.people = new People(api, directory, name);
    }

    @Override
    public String name() {
        return name;
    }

    /** A disabled group reads as empty, although Slack keeps its list. */
    @Override
    public Listing get() throws InterruptedException {
        State state = find();
        last = state;
        return people.listing(state.enabled() ? new LinkedHashSet<>(api.groupMembers(name, state.id())) : Set.of());
    }

    /** Slack ignores case in an e-mail address. */
    @Override
    public Matching matching() {
        return Matching.ignoringCase();
    }

    @Override
    public Preview preview(List<String> additions) throws InterruptedException {
        return people.preview(additions, this::refusal);
    }

    /** Slack documents that it takes no single-channel guests. Other refusals show only at the write. */
    private Optional<AdapterException> refusal(String thing, SlackAccount account) {
        return account.standing() == SlackAccount.Standing.SINGLE_CHANNEL_GUEST
                ? Optional.of(api.failures()
                        .ofPerson(name, Method.USERGROUPS_USERS_UPDATE, "single_channel_guests_cannot_be_added"))
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

    /** Makes both halves with one write if Slack takes all newcomers. */
    @Override
    public void change(Change asked, Outcomes outcomes) throws IOException, InterruptedException {
        if (asked.isEmpty()) {
            return;
        }
        Map<String, String> ids = outcomes.prepare(() -> people.ids(asked));
        write(new Change(asked.additions(), people.removals(asked, ids, outcomes), asked.mode()), ids, outcomes);
    }

    private void write(Change change, Map<String, String> ids, Outcomes outcomes) throws InterruptedException {
        if (change.isEmpty()) {
            return;
        }
        State known = last;
        // A group that was enabled in the meantime keeps its members, so a disabled one is looked up again.
        State state = known == null || !known.enabled() ? outcomes.prepare(this::find) : known;
        UserGroupChange service =
                new UserGroupChange(api, directory, people, name, state.id(), whenEmpty, state.enabled(), ids.values());
        List<String> now = outcomes.prepare(service::readFirst);
        boolean mustKeep = (whenEmpty == WhenEmpty.KEEP || whenEmpty == WhenEmpty.REFUSE)
                && wouldBeEmptied(now, change.removals(), ids);
        if (mustKeep && change.additions().stream().noneMatch(ids::containsKey)) {
            people.additions(change, ids, outcomes); // reports them
            keepAll(change.removals(), service, outcomes);
            return;
        }
        boolean isAdditionsFirst =
                mustKeep && whenEmpty == WhenEmpty.KEEP; // if Slack takes no newcomer, the others stay
        Change first = isAdditionsFirst ? new Change(change.additions(), List.of(), Mode.ADD_ONLY) : change;
        last = null; // until it is known what the write did
        WholeList.of(name, Method.USERGROUPS_USERS_UPDATE.text(), api.retry(), service)
                .change(first, ids, now, outcomes);
        last = service.enabled().map(enabled -> new State(state.id(), enabled)).orElse(null);
        if (isAdditionsFirst) {
            write(new Change(List.of(), change.removals(), Mode.REMOVE_ONLY), ids, outcomes);
        }
    }

    private void keepAll(List<String> removals, UserGroupChange service, Outcomes outcomes)
            throws InterruptedException {
        if (whenEmpty == WhenEmpty.REFUSE) {
            outcomes.prepare(() -> {
                throw service.wouldBeEmpty();
            });
        }
        removals.forEach(thing -> outcomes.skipped(thing, "kept: a user group cannot be empty"));
    }

    private static boolean wouldBeEmptied(List<String> now, List<String> leaving, Map<String, String> ids) {
        Set<String> left = new HashSet<>(now);
        leaving.forEach(thing -> left.remove(People.id(thing, ids)));
        return !now.isEmpty() && left.isEmpty();
    }

    /** Finds the group among all groups, also disabled ones. */
    private State find() throws InterruptedException {
        List<Usergroup> groups = api.userGroups(name);
        List<State> found = groups.stream().filter(this::isThis).map(State::of).toList();
        List<State> enabled = found.stream().filter(State::enabled).toList();
        List<State> candidates = enabled.isEmpty() ? found : enabled;
        if (candidates.size() == 1) {
            return candidates.get(0);
        }
        throw candidates.isEmpty() ? missing(groups) : ambiguous(candidates);
    }

    private boolean isThis(Usergroup group) {
        String handle = group.getHandle() == null ? "" : group.getHandle();
        return key.startsWith("@")
                ? SlackDirectory.key(key.substring(1)).equals(SlackDirectory.key(handle))
                : key.equals(group.getId());
    }

    private AdapterException missing(List<Usergroup> groups) {
        boolean byHandle = key.startsWith("@");
        List<String> names = groups.stream()
                .map(group -> byHandle ? group.getHandle() : group.getId())
                .filter(each -> each != null && !each.isEmpty())
                .toList();
        return notFound(
                "there is no user group " + key,
                Nearest.of(byHandle ? key.substring(1) : key, names, byHandle ? "@" : ""));
    }

    private AdapterException ambiguous(List<State> candidates) {
        return notFound(
                candidates.size() + " user groups are called " + key,
                "Configure the right one by its id: "
                        + candidates.stream().map(State::id).sorted().collect(Collectors.joining(", ")) + ".");
    }

    private AdapterException notFound(String problem, String remedy) {
        return AdapterException.of(FailureKind.NOT_FOUND, name, Method.USERGROUPS_LIST.text(), problem)
                .remedy(remedy)
                .build();
    }

    /** {@return the name} */
    @Override
    public String toString() {
        return name;
    }
}
