package dev.gosync.github;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.ExpiringMap;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Outcomes;
import dev.gosync.adapter.Preview;
import dev.gosync.github.Roster.Invitation;
import dev.gosync.github.Roster.Member;
import dev.gosync.github.TeamCalls.OrganizationStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The members of a GitHub team and the users who are invited to it. Members of its child teams do not count. Things are
 * e-mail addresses, or logins with {@link GitHubIdentities#logins()}.
 *
 * <p>Adding a user who is not in the organization invites the user; removing a user who is only invited cancels the
 * invitation. Adding never changes the role of an existing member. Maintainers and the account that owns the token are
 * kept unless an option says otherwise. The last maintainer is always kept. Two addresses of one account are one member.
 *
 * <p>Made by {@link GitHubOrganization#team}. Each option returns a changed copy. Threads may share it. After the
 * organization is closed, every method that may call GitHub throws an {@link IllegalStateException}.
 */
public final class GitHubTeam implements Adapter {
    /** The role of a member in a team. */
    public enum Role {
        /** Belongs to the team. */
        MEMBER,
        /** Can also change the team and its members. */
        MAINTAINER;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What the last preview found out, so that the write does not ask again.
     *
     * @param logins the account of each addition that has exactly one
     * @param names the things of each account that was asked about, by {@link GitHubAccount#loginKey}; may be empty
     * @param inOrganization members of the organization, by {@link GitHubAccount#loginKey}
     */
    record Previewed(Map<String, Set<String>> logins, Map<String, List<String>> names, Set<String> inOrganization) {
        static final Previewed NOTHING = new Previewed(Map.of(), Map.of(), Set.of());
    }

    private final TeamCalls calls;
    private final TeamPeople people;
    private final TeamOptions options;

    /** The last reading, with our own writes since then. */
    private final AtomicReference<@Nullable Roster> kept = new AtomicReference<>();

    /** By the name of this team: the last preview. */
    private final ExpiringMap<String, Previewed> previewed;

    GitHubTeam(TeamCalls calls, Translation translation) {
        this(calls, new TeamPeople(calls.place(), translation), TeamOptions.STANDARD);
    }

    private GitHubTeam(TeamCalls calls, TeamPeople people, TeamOptions options) {
        this.calls = calls;
        this.people = people;
        this.options = options;
        this.previewed = new ExpiringMap<>(calls.cacheFor(), calls.clock());
    }

    private GitHubTeam with(TeamOptions changed) {
        return new GitHubTeam(calls, people, changed);
    }

    /**
     * Sets the role of the users that this team adds. Existing members keep their role.
     *
     * @param role {@link Role#MEMBER} by default
     * @return the changed team
     */
    public GitHubTeam role(Role role) {
        return with(options.withRole(Objects.requireNonNull(role, "role")));
    }

    /**
     * Sets whether users outside the organization are invited. If so, the plan warns of it. If not, {@link #preview}
     * refuses them.
     *
     * @param invite {@code true} by default
     * @return the changed team
     */
    public GitHubTeam invite(boolean invite) {
        return with(options.withInvites(invite));
    }

    /**
     * Removes maintainers like other members, except the last maintainer.
     *
     * @return the changed team
     */
    public GitHubTeam removingMaintainers() {
        return with(options.removingMaintainers());
    }

    /**
     * Removes the account that owns the token like other members. Its token may then be unable to change the team.
     *
     * @return the changed team
     */
    public GitHubTeam removingTokenOwner() {
        return with(options.removingOwner());
    }

    @Override
    public String name() {
        return calls.place();
    }

    /**
     * Reads the members and the invited users, each under one thing.
     *
     * @throws AdapterException if a part cannot be read, or an e-mail address of a member belongs to two accounts
     * @throws IllegalStateException if the organization is closed
     */
    @Override
    public Listing get() throws IOException, InterruptedException {
        calls.checkOpen();
        Roster roster = calls.roster();
        List<String> logins = new ArrayList<>();
        roster.members().forEach(member -> logins.add(member.login()));
        roster.invitations().forEach(invitation -> invitation.login().ifPresent(logins::add));
        Map<String, List<String>> names = people.translation().things(name(), logins);
        TeamListing listed = new TeamListing(people.translation().leftOutAs());
        for (Member member : roster.members()) {
            listed.add(
                    Optional.of(member.login()),
                    names.getOrDefault(GitHubAccount.loginKey(member.login()), List.of()),
                    options.whyKept(roster, member));
        }
        for (Invitation invitation : roster.invitations()) {
            if (invitation.login().filter(roster::holds).isEmpty()) {
                listed.add(invitation.login(), namesOf(invitation, names), Optional.empty());
            }
        }
        Listing listing = listed.listing();
        roster.listedAs(listed.spellings(), listed.byAddress());
        kept.set(roster);
        return listing;
    }

    /** {@return the matching that ignores case, as GitHub does for logins and addresses} */
    @Override
    public Matching matching() {
        return Matching.ignoringCase();
    }

    /**
     * Finds the accounts of additions, as adding does. Only adding finds out whether a login of {@link
     * GitHubIdentities#logins()}, a file or a directory exists, unless {@link #invite} is off.
     *
     * @return additions without an account, with several accounts, or, if {@link #invite} is off, outside the
     *     organization; additions whose account is listed under another spelling; and, if {@link #invite} is on, a warning
     *     that users outside the organization are invited
     * @throws AdapterException if the identities cannot be read
     * @throws IllegalStateException if the organization is closed
     */
    @Override
    public Preview preview(List<String> additions) throws IOException, InterruptedException {
        calls.checkOpen();
        Map<String, Set<String>> logins = people.logins(additions);
        Roster roster = kept.get();
        Map<String, List<String>> names = roster == null || roster.invitations().isEmpty()
                ? Map.of()
                : people.names(TeamPeople.accounts(logins, additions), Map.of());
        Map<String, String> found = new LinkedHashMap<>();
        Map<String, Failure> failures = new HashMap<>();
        Map<String, String> sameAs = new HashMap<>();
        for (String thing : additions) {
            Optional<String> login;
            try {
                login = people.account(thing, logins, TeamPeople.ADDING);
            } catch (AdapterException e) {
                failures.put(thing, e.failure());
                continue;
            }
            Optional<String> listed = roster == null ? Optional.empty() : listedAs(thing, login, roster, names);
            if (listed.isPresent()) {
                sameAs.put(thing, listed.get());
            } else if (login.isEmpty()) {
                failures.put(thing, people.unknown(TeamPeople.ADDING).failure());
            } else {
                found.put(thing, login.get());
            }
        }
        Map<String, OrganizationStatus> statuses =
                options.invites() ? Map.of() : calls.statuses(distinct(found.values()));
        Map<String, Set<String>> accounts = new HashMap<>();
        Map<String, String> firstOfAccount = new HashMap<>();
        found.forEach((thing, login) -> {
            String key = GitHubAccount.loginKey(login);
            Optional<AdapterException> refusal = people.refusal(statuses.get(key));
            if (refusal.isPresent()) {
                failures.put(thing, refusal.get().failure());
                return;
            }
            accounts.put(thing, Set.of(login));
            String first = firstOfAccount.putIfAbsent(key, thing);
            if (first != null) {
                sameAs.put(thing, first);
            }
        });
        previewed.put(name(), new Previewed(accounts, names, options.invites() ? Set.of() : firstOfAccount.keySet()));
        Optional<String> warning = options.invites() ? people.invitesSome(firstOfAccount.keySet()) : Optional.empty();
        return new Preview(failures, sameAs, warning.stream().toList());
    }

    private static List<String> distinct(Collection<String> logins) {
        Map<String, String> distinct = new LinkedHashMap<>();
        logins.forEach(login -> distinct.putIfAbsent(GitHubAccount.loginKey(login), login));
        return List.copyOf(distinct.values());
    }

    /** Returns the spelling under which the last reading listed a member or an invitation. */
    private Optional<String> listedAs(
            String thing, Optional<String> login, Roster roster, Map<String, List<String>> names) {
        return login.filter(roster::holds)
                .or(() -> people.invitation(thing, login, roster, names)
                        .flatMap(invitation -> invitation.login().or(invitation::email)))
                .flatMap(roster::spelling);
    }

    private List<String> namesOf(Invitation invitation, Map<String, List<String>> names) {
        List<String> ofAccount = invitation
                .login()
                .map(login -> names.getOrDefault(GitHubAccount.loginKey(login), List.of()))
                .orElse(List.of());
        return ofAccount.isEmpty() && people.translation().knowsEmails()
                ? invitation.email().stream().toList()
                : ofAccount;
    }

    @Override
    public void add(List<String> things, Outcomes outcomes) throws InterruptedException {
        if (!things.isEmpty()) {
            prepared(things, List.of(), outcomes).add(things, outcomes);
        }
    }

    @Override
    public void remove(List<String> things, Outcomes outcomes) throws InterruptedException {
        if (!things.isEmpty()) {
            prepared(List.of(), things, outcomes).remove(things, outcomes);
        }
    }

    @Override
    public void change(Change change, Outcomes outcomes) throws IOException, InterruptedException {
        if (!change.isEmpty()) {
            TeamChange prepared = prepared(change.additions(), change.removals(), outcomes);
            outcomes.halves(
                    change, things -> prepared.add(things, outcomes), things -> prepared.remove(things, outcomes));
        }
    }

    /** Both halves of a change use one reading. */
    private TeamChange prepared(List<String> additions, List<String> removals, Outcomes outcomes)
            throws InterruptedException {
        return outcomes.prepare(() -> {
            calls.checkOpen();
            Previewed known = previewed.get(name()).orElse(Previewed.NOTHING);
            TeamChange change = TeamChange.prepare(calls, people, options, kept.get(), known, additions, removals);
            kept.set(change.roster());
            return change;
        });
    }

    /** {@return its name} */
    @Override
    public String toString() {
        return name();
    }
}
