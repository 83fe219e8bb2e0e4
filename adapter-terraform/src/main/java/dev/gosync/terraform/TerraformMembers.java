package dev.gosync.terraform;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Outcomes;
import dev.gosync.adapter.Preview;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The people of the organization, also those who were only invited. Threads may share it. */
final class TerraformMembers implements Adapter {
    private static final String OWNER = "owner";

    private final TerraformApi api;
    private final TerraformDirectory directory;
    private final String name;
    private final Optional<String> inviteTo;
    private volatile Listed listed = Listed.NOTHING;

    /** The key of the team is an id or a name. */
    TerraformMembers(TerraformApi api, TerraformDirectory directory, String name, Optional<String> inviteTo) {
        this.api = api;
        this.directory = directory;
        this.name = name;
        this.inviteTo = inviteTo;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Listing get() throws InterruptedException {
        List<Membership> all = new ArrayList<>();
        api.memberships(name, (page, further) -> all.addAll(page) || further > 0);
        String own = directory.ownUser(name);
        all.forEach(directory::learn);
        listed = Listed.of(all);
        return Listed.listing(all, membership -> whyKept(membership, own));
    }

    private static String whyKept(Membership membership, String own) {
        return membership.isOwner() ? OWNER : membership.user().equals(own) ? TerraformTeam.OWN_USER : "";
    }

    /** Terraform ignores case in an e-mail address. */
    @Override
    public Matching matching() {
        return Matching.ignoringCase();
    }

    /** Every address can be invited, if there is a team for it. */
    @Override
    public Preview preview(List<String> additions) throws InterruptedException {
        team();
        return Preview.nothing();
    }

    @Override
    public void add(List<String> things, Outcomes outcomes) throws InterruptedException {
        if (things.isEmpty()) {
            return;
        }
        String team = outcomes.prepare(this::team);
        Set<String> lost = new HashSet<>();
        outcomes.each(things, thing -> invite(thing, team, lost, outcomes));
    }

    @Override
    public void remove(List<String> things, Outcomes outcomes) throws InterruptedException {
        if (things.isEmpty()) {
            return;
        }
        String own = outcomes.prepare(() -> directory.ownUser(name));
        Map<String, Membership> people = outcomes.prepare(() -> people(things));
        outcomes.each(things, thing -> {
            Membership member = people.get(thing);
            if (member != null) {
                delete(thing, member, own);
            }
        });
    }

    private String team() throws InterruptedException {
        String key = inviteTo.orElseThrow(() -> AdapterException.of(
                        FailureKind.INVALID_REQUEST,
                        name,
                        TerraformApi.INVITE,
                        "an invitation needs a team, and none is configured")
                .remedy("Set invite-to to the name of a team that every member may be in.")
                .build());
        return TerraformDirectory.isTeamId(key)
                ? key
                : directory.team(name, key).id();
    }

    /** The memberships by thing; who is not in the organization is left out. */
    private Map<String, Membership> people(List<String> things) throws InterruptedException {
        Map<String, Membership> people = new HashMap<>();
        List<String> others = new ArrayList<>();
        for (String thing : things) {
            listed.find(thing).ifPresentOrElse(member -> people.put(thing, member), () -> others.add(thing));
        }
        Map<String, Membership> found = directory.find(name, others, 0);
        for (String thing : others) {
            Membership membership = found.get(TerraformDirectory.key(thing));
            if (membership != null) {
                people.put(thing, membership);
            }
        }
        return people;
    }

    private void invite(String thing, String team, Set<String> lost, Outcomes outcomes) throws InterruptedException {
        Optional<Membership> invited;
        try {
            invited = api.invite(name, thing, team, lost);
        } catch (AdapterException e) {
            if (e.kind() != FailureKind.REFUSED_THING) {
                throw e;
            }
            invitedBefore(thing, lost, outcomes, e);
            return;
        }
        Optional<Membership> shown = invited.isPresent() ? invited : api.membershipOf(name, thing);
        directory.learn(shown.orElseThrow(() -> api.failures()
                .malformed(name, TerraformApi.INVITE, "it does not show the invitation, and a look does not find it")));
        outcomes.succeeded(thing, "invited");
    }

    /** Terraform says the same of an address that it does not take and of one that it has. */
    private void invitedBefore(String thing, Set<String> lost, Outcomes outcomes, AdapterException refusal)
            throws InterruptedException {
        Optional<Membership> there = api.membershipOf(name, thing);
        if (there.isEmpty()) {
            throw refusal;
        }
        directory.learn(there.get());
        if (lost.contains(thing)) {
            outcomes.succeeded(thing, "invited");
        } else {
            outcomes.alreadyThere(thing);
        }
    }

    private void delete(String thing, Membership member, String own) throws InterruptedException {
        String why = whyKept(member, own);
        if (!why.isEmpty()) {
            throw kept(thing, why);
        }
        directory.forget(thing);
        try {
            api.removeMembership(name, member.id());
        } catch (AdapterException e) {
            if (e.kind() == FailureKind.PERMISSION) {
                throw explained(thing, member, own, e);
            }
            if (e.kind() != FailureKind.NOT_FOUND) {
                throw e;
            }
            deleteAgain(thing, member, own, e);
        }
    }

    private AdapterException kept(String thing, String why) {
        return api.failures()
                .refused(
                        name,
                        TerraformApi.REMOVE_MEMBERSHIP,
                        thing + " is " + (why.equals(OWNER) ? "an owner of the organization" : why),
                        "Take the person out of the team of the owners first, or remove them by hand.");
    }

    /** The status is the same for a missing permission and for an owner. */
    private AdapterException explained(String thing, Membership member, String own, AdapterException refusal)
            throws InterruptedException {
        return api.membership(name, member.id())
                .map(now -> whyKept(now, own))
                .filter(why -> !why.isEmpty())
                .map(why -> kept(thing, why))
                .orElse(refusal);
    }

    /** A look tells whether the person is gone, is there by another membership, or may not be removed by this token. */
    private void deleteAgain(String thing, Membership member, String own, AdapterException refusal)
            throws InterruptedException {
        if (api.membership(name, member.id()).isPresent()) {
            throw refusal;
        }
        Optional<Membership> now = api.membershipOf(name, thing);
        if (now.isPresent()) {
            String why = whyKept(now.get(), own);
            if (!why.isEmpty()) {
                throw kept(thing, why);
            }
            api.removeMembership(name, now.get().id());
        }
    }

    /** {@return the name} */
    @Override
    public String toString() {
        return name;
    }
}
