package dev.gosync.terraform;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Outcomes;
import dev.gosync.adapter.Preview;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The members of a team, also those who were only invited to the organization. Threads may share it. */
final class TerraformTeam implements Adapter {
    /** How many memberships one request adds or removes. */
    private static final int BATCH = 500;

    static final String OWN_USER = "the token's own user";

    /**
     * What one change has to know.
     *
     * @param team its id
     * @param people the memberships, by thing
     * @param lost the ids in requests of this change whose answer was lost
     */
    private record Ready(String team, Map<String, Membership> people, Set<String> lost) {
        String id(String thing) {
            return Objects.requireNonNull(people.get(thing)).id();
        }

        List<String> ids(Collection<String> things) {
            return things.stream().map(this::id).distinct().toList();
        }
    }

    private final TerraformApi api;
    private final TerraformDirectory directory;
    private final String name;
    private final String key;
    private volatile Listed listed = Listed.NOTHING;

    /** The id of what was read last, so that the team of a plan is changed even if the name has moved since. */
    private volatile @Nullable String read;

    /** The key is an id or a name. */
    TerraformTeam(TerraformApi api, TerraformDirectory directory, String name, String key) {
        this.api = api;
        this.directory = directory;
        this.name = name;
        this.key = key;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Listing get() throws InterruptedException {
        String team = id();
        List<Membership> members = api.members(name, team);
        String own = directory.ownUser(name);
        members.forEach(directory::learn);
        List<Membership> active = members.stream()
                .filter(member -> member.isActive() && !member.isServiceAccount())
                .toList();
        Membership only = active.size() == 1 && isOwners() ? active.get(0) : null;
        listed = Listed.of(members);
        read = team;
        return Listed.listing(
                members,
                member -> member.equals(only) ? "last owner" : member.user().equals(own) ? OWN_USER : "");
    }

    /** Terraform ignores case in an e-mail address. */
    @Override
    public Matching matching() {
        return Matching.ignoringCase();
    }

    @Override
    public Preview preview(List<String> additions) throws InterruptedException {
        Map<String, Membership> found = find(additions);
        Map<String, Failure> failures = new HashMap<>();
        Map<String, String> sameAs = new HashMap<>();
        for (String thing : additions) {
            Membership membership = found.get(TerraformDirectory.key(thing));
            if (membership == null) {
                failures.put(thing, unknown().failure());
                continue;
            }
            String shown = listed.emails().getOrDefault(membership.id(), thing);
            if (!TerraformDirectory.key(shown).equals(TerraformDirectory.key(thing))) {
                sameAs.put(thing, shown);
            }
        }
        return new Preview(failures, sameAs);
    }

    @Override
    public void add(List<String> things, Outcomes outcomes) throws IOException, InterruptedException {
        change(new Change(things, List.of(), Mode.ADD_ONLY), outcomes);
    }

    @Override
    public void remove(List<String> things, Outcomes outcomes) throws IOException, InterruptedException {
        change(new Change(List.of(), things, Mode.REMOVE_ONLY), outcomes);
    }

    @Override
    public void change(Change asked, Outcomes outcomes) throws IOException, InterruptedException {
        if (asked.isEmpty()) {
            return;
        }
        Ready ready = outcomes.prepare(() -> ready(asked));
        Change change = new Change(additions(asked, ready, outcomes), removals(asked, ready, outcomes), asked.mode());
        outcomes.halves(
                change,
                things -> outcomes.batches(things, BATCH, batch -> join(batch, ready, outcomes)),
                things -> outcomes.batches(things, BATCH, batch -> leave(batch, ready)));
    }

    /** Without a call if the key is an id. */
    private String id() throws InterruptedException {
        return TerraformDirectory.isTeamId(key) ? key : team().id();
    }

    private Team team() throws InterruptedException {
        return directory.team(name, key);
    }

    private boolean isOwners() throws InterruptedException {
        return team().isOwners();
    }

    private Map<String, Membership> find(Collection<String> emails) throws InterruptedException {
        return directory.find(name, emails, listed.emails().size());
    }

    /**
     * Finds the memberships for a change. A removal means the member that was listed, whose address may be another person's
     * by now; only without a listing it is looked up by its address.
     */
    private Ready ready(Change change) throws InterruptedException {
        String known = read;
        String team = known == null ? id() : known;
        mustBeWritable();
        Map<String, Membership> people = new HashMap<>();
        List<String> others = new ArrayList<>(change.additions());
        for (String thing : change.removals()) {
            listed.find(thing).ifPresentOrElse(member -> people.put(thing, member), () -> others.add(thing));
        }
        Map<String, Membership> found = find(others);
        for (String thing : others) {
            Membership membership = found.get(TerraformDirectory.key(thing));
            if (membership != null) {
                people.put(thing, membership);
            }
        }
        return new Ready(team, people, new HashSet<>());
    }

    /** What was learnt with the id of the team tells whether the token may change it. */
    private void mustBeWritable() throws InterruptedException {
        if (!TerraformDirectory.isTeamId(key) && !team().isWritable()) {
            throw AdapterException.of(
                            FailureKind.READ_ONLY,
                            name,
                            TerraformApi.LIST_TEAMS,
                            "this token may not change the members of the team")
                    .remedy(
                            "Use the token of the organization, of the owners team, or of a team that may manage membership."
                                    + " If the team is managed elsewhere, change it there.")
                    .build();
        }
    }

    private List<String> additions(Change change, Ready ready, Outcomes outcomes) {
        List<String> known = new ArrayList<>();
        for (String thing : change.additions()) {
            if (ready.people.containsKey(thing)) {
                known.add(thing);
            } else {
                outcomes.failed(thing, unknown());
            }
        }
        return known;
    }

    /** Who is not in the organization is not in the team. A membership that is also added stays. */
    private List<String> removals(Change change, Ready ready, Outcomes outcomes) throws InterruptedException {
        if (change.removals().isEmpty()) {
            return List.of();
        }
        String own = outcomes.prepare(() -> directory.ownUser(name));
        Map<String, String> added = new HashMap<>();
        change.additions().stream()
                .filter(ready.people::containsKey)
                .forEach(thing -> added.putIfAbsent(ready.id(thing), thing));
        List<String> removals = new ArrayList<>();
        for (String thing : change.removals()) {
            Membership member = ready.people.get(thing);
            if (member == null) {
                outcomes.succeeded(thing);
            } else if (added.containsKey(member.id())) {
                outcomes.succeeded(thing, "the same member as " + added.get(member.id()) + ", who stays");
            } else if (member.user().equals(own)) {
                outcomes.failed(
                        thing,
                        api.failures()
                                .refused(
                                        name,
                                        TerraformApi.REMOVE_MEMBERS,
                                        thing + " is " + OWN_USER,
                                        "Remove this person by hand, or use the token of the organization."));
            } else {
                removals.add(thing);
            }
        }
        return removals;
    }

    private AdapterException unknown() {
        return api.failures().unknown(name, TerraformApi.LIST_MEMBERSHIPS, api.organization());
    }

    /** Adds people. If Terraform refuses all because of one, {@link Outcomes#batches} finds that person by halves. */
    private void join(List<String> batch, Ready ready, Outcomes outcomes) throws InterruptedException {
        try {
            api.addMembers(name, ready.team, ready.ids(batch), ready.lost);
        } catch (AdapterException e) {
            if (e.kind() != FailureKind.REFUSED_THING) {
                throw e;
            }
            if (batch.size() > 1) {
                mustHaveBeenLost(batch, ready, e);
                List<String> rest = rest(batch, ready, false);
                if (!rest.isEmpty()) {
                    api.addMembers(name, ready.team, rest, ready.lost);
                }
                return;
            }
            joinAgain(batch.get(0), ready, outcomes, e);
        }
    }

    /** Terraform says the same of a member, of a membership that is gone, and of a person whom the team does not take. */
    private void joinAgain(String thing, Ready ready, Outcomes outcomes, AdapterException refusal)
            throws InterruptedException {
        directory.forget(thing);
        Optional<Membership> now = looked(() -> api.membershipOf(name, thing), refusal);
        String id = ready.id(thing);
        if (now.isEmpty()) {
            outcomes.failed(thing, unknown());
        } else if (now.get().teams().contains(ready.team)) {
            directory.learn(now.get());
            if (ready.lost.contains(id)) {
                outcomes.succeeded(thing);
            } else {
                outcomes.alreadyThere(thing);
            }
        } else if (now.get().id().equals(id)) {
            throw refusal;
        } else {
            directory.learn(now.get());
            api.addMembers(name, ready.team, List.of(now.get().id()), ready.lost);
        }
    }

    private void leave(List<String> batch, Ready ready) throws InterruptedException {
        try {
            api.removeMembers(name, ready.team, ready.ids(batch), ready.lost);
        } catch (AdapterException e) {
            AdapterException failure = e.kind() == FailureKind.PERMISSION ? explained(batch, e) : e;
            if (e.kind() != FailureKind.REFUSED_THING) {
                throw failure;
            }
            if (batch.size() > 1) {
                mustHaveBeenLost(batch, ready, e);
                List<String> rest = rest(batch, ready, true);
                if (!rest.isEmpty()) {
                    api.removeMembers(name, ready.team, rest, ready.lost);
                }
                return;
            }
            leaveAgain(batch.get(0), ready, e);
        }
    }

    /** Throws the refusal, unless it may be the echo of an earlier attempt whose answer was lost. */
    private static void mustHaveBeenLost(List<String> batch, Ready ready, AdapterException refusal) {
        if (Collections.disjoint(ready.lost, ready.ids(batch))) {
            throw refusal;
        }
    }

    /** Looks who is left to do after an answer was lost: the ids of those who are members, or of those who are not. */
    private List<String> rest(List<String> batch, Ready ready, boolean areMembers) throws InterruptedException {
        Set<String> now = new HashSet<>();
        api.members(name, ready.team).forEach(member -> now.add(member.id()));
        return ready.ids(batch).stream()
                .filter(id -> now.contains(id) == areMembers)
                .toList();
    }

    /** The status is the same for a missing permission and for the last active owner. */
    private AdapterException explained(List<String> batch, AdapterException refusal) throws InterruptedException {
        if (!looked(this::isOwners, refusal)) {
            return refusal;
        }
        return refusal.toBuilder()
                .kind(FailureKind.REFUSED_THING)
                .problem(refusal.problem() + "; the team of the owners keeps one active member")
                .remedy("Make another person an owner first, and see that "
                        + (batch.size() > 1 ? "they accept" : "this person accepts") + " the invitation.")
                .build();
    }

    /** A look at the place tells whether the member is gone, or is a member by another membership. */
    private void leaveAgain(String thing, Ready ready, AdapterException refusal) throws InterruptedException {
        String id = ready.id(thing);
        Optional<Membership> same = looked(() -> api.membership(name, id), refusal);
        if (same.isPresent()) {
            if (same.get().teams().contains(ready.team)) {
                throw refusal;
            }
            return;
        }
        directory.forget(thing);
        Optional<Membership> now = looked(() -> api.membershipOf(name, thing), refusal);
        if (now.isPresent() && now.get().teams().contains(ready.team)) {
            directory.learn(now.get());
            api.removeMembers(name, ready.team, List.of(now.get().id()), ready.lost);
        }
    }

    /** Looks at the place after a refusal. If that fails too, the refusal is the cause that counts. */
    private static <T> T looked(Look<T> look, AdapterException refusal) throws InterruptedException {
        try {
            return look.look();
        } catch (AdapterException e) {
            e.addSuppressed(refusal);
            throw e;
        }
    }

    /** Reads something. */
    private interface Look<T> {
        T look() throws InterruptedException;
    }

    /** {@return the name} */
    @Override
    public String toString() {
        return name;
    }
}
