package dev.gosync.github;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Outcomes;
import dev.gosync.adapter.Retry;
import dev.gosync.github.GitHubTeam.Previewed;
import dev.gosync.github.GitHubTeam.Role;
import dev.gosync.github.Roster.Invitation;
import dev.gosync.github.Roster.Member;
import dev.gosync.github.TeamCalls.OrganizationStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One change of a team: reads what it needs once, and then adds and removes things one by one. For one thread. */
final class TeamChange {
    private static final String REMOVING = "removing a member";
    private static final String INVITED = "invited";

    /** Adds or removes one thing. */
    @FunctionalInterface
    private interface Write {
        /**
         * Carries it out and reports its success.
         *
         * @return the operation that GitHub accepted; empty if there was nothing to do
         */
        Optional<String> of(String thing) throws IOException, InterruptedException;
    }

    private final TeamCalls calls;
    private final TeamPeople people;
    private final TeamOptions options;
    private final Roster roster;

    /** The accounts of each thing. */
    private final Map<String, Set<String>> logins;

    /** The things of each account, by {@link GitHubAccount#loginKey}. */
    private final Map<String, List<String>> names;

    /** By {@link GitHubAccount#loginKey}: the thing that each account is to be added as. */
    private final Map<String, String> wanted = new HashMap<>();

    /** Whether adding would make a maintainer of a user who has joined in the meantime. */
    private final boolean promotes;

    /** Logins to be added that may not exist. */
    private final Set<String> unsure;

    /** Logins to be added that do not exist. */
    private final Set<String> gone = new HashSet<>();

    /** Of accounts to be added, by {@link GitHubAccount#loginKey}, if they were looked up. */
    private Map<String, OrganizationStatus> statuses = Map.of();

    private TeamChange(
            TeamCalls calls,
            TeamPeople people,
            TeamOptions options,
            Roster roster,
            Map<String, Set<String>> logins,
            Map<String, List<String>> names,
            List<String> additions) {
        this.calls = calls;
        this.people = people;
        this.options = options;
        this.roster = roster;
        this.logins = logins;
        this.names = names;
        additions.forEach(thing -> TeamPeople.accounts(logins, List.of(thing))
                .forEach(login -> wanted.put(GitHubAccount.loginKey(login), thing)));
        this.unsure = TeamPeople.accounts(logins, additions);
        this.promotes = options.role() == Role.MAINTAINER && !unsure.isEmpty();
        unsure.removeIf(roster::holds);
    }

    /**
     * Reads what a change needs.
     *
     * @param last the last reading, if there was one
     * @param known what the last preview found out
     */
    static TeamChange prepare(
            TeamCalls calls,
            TeamPeople people,
            TeamOptions options,
            @Nullable Roster last,
            Previewed known,
            List<String> additions,
            List<String> removals)
            throws IOException, InterruptedException {
        // Cancelling an invitation needs no account. It is only looked up if the invitation is gone by then.
        Set<String> invited = last == null || calls.isOld(last.readAt())
                ? Set.of()
                : removals.stream().filter(last::isListedByAddress).collect(Collectors.toSet());
        List<String> all = new ArrayList<>(additions);
        all.addAll(removals);
        Map<String, Set<String>> logins = new HashMap<>(known.logins());
        logins.putAll(people.logins(all.stream()
                .filter(thing -> !known.logins().containsKey(thing) && !invited.contains(thing))
                .toList()));
        Roster roster = read(calls, options, last, logins, additions, removals);
        if (roster != last && !invited.isEmpty()) {
            logins.putAll(people.logins(invited));
        }
        Map<String, List<String>> names = roster.invitations().isEmpty()
                ? Map.of()
                : people.names(TeamPeople.accounts(logins, all), known.names());
        TeamChange change = new TeamChange(calls, people, options, roster, logins, names, additions);
        if (!options.invites()) {
            change.lookUp(known.inOrganization());
        }
        return change;
    }

    private static Roster read(
            TeamCalls calls,
            TeamOptions options,
            @Nullable Roster last,
            Map<String, Set<String>> logins,
            List<String> additions,
            List<String> removals)
            throws InterruptedException {
        Set<String> removed = TeamPeople.accounts(logins, removals);
        // Cancelling an invitation needs its id, which only a reading has.
        // An invitation of a user to be added may have been cancelled since the last reading.
        if (last == null
                || calls.isOld(last.readAt())
                || removed.stream().anyMatch(last::hasInvited)
                || additions.stream().anyMatch(thing -> isInvited(thing, logins, last))) {
            return calls.roster();
        }
        Set<String> added = TeamPeople.accounts(logins, additions);
        boolean promotes = options.role() == Role.MAINTAINER && !added.isEmpty();
        // A member who has left in the meantime has to be added again.
        calls.readAgain(last, promotes || added.stream().anyMatch(last::holds));
        return last;
    }

    private static boolean isInvited(String thing, Map<String, Set<String>> logins, Roster last) {
        return last.invitation(Optional.empty(), List.of(thing)).isPresent()
                || TeamPeople.accounts(logins, List.of(thing)).stream()
                        .anyMatch(login -> last.hasInvited(login)
                                || last.invitation(Optional.of(login), List.of())
                                        .isPresent());
    }

    /** Looks up the accounts that no preview has found in the organization and that are not invited. */
    private void lookUp(Set<String> inOrganization) throws InterruptedException {
        statuses = calls.statuses(unsure.stream()
                .filter(login -> !inOrganization.contains(GitHubAccount.loginKey(login)))
                .filter(login -> !roster.hasInvited(login))
                .filter(login -> {
                    String thing = wanted.getOrDefault(GitHubAccount.loginKey(login), login);
                    return people.invitation(thing, Optional.of(login), roster, names)
                            .isEmpty();
                })
                .toList());
    }

    /** {@return what was read, with the writes of this change} */
    Roster roster() {
        return roster;
    }

    void add(List<String> things, Outcomes outcomes) throws InterruptedException {
        each(things, outcomes, thing -> add(thing, outcomes));
    }

    void remove(List<String> things, Outcomes outcomes) throws InterruptedException {
        each(things, outcomes, thing -> {
            Optional<String> accepted = remove(thing);
            outcomes.succeeded(thing);
            return accepted;
        });
    }

    private void each(List<String> things, Outcomes outcomes, Write write) throws InterruptedException {
        UnexplainedRefusals refusals = new UnexplainedRefusals(outcomes);
        try {
            outcomes.each(
                    things,
                    thing -> calls.alone(() -> {
                        try {
                            write.of(thing).ifPresent(refusals::accepted);
                        } catch (AdapterException e) {
                            refusals.failed(thing, e);
                        }
                    }));
        } finally {
            refusals.end();
        }
    }

    /** Reads the maintainers again each minute while writes run, because another program may change them. */
    private void keepRecent() throws InterruptedException {
        if (calls.isOld(roster.maintainersReading().at())) {
            calls.readAgain(roster, promotes);
        }
    }

    // --- Additions

    private Optional<String> add(String thing, Outcomes outcomes) throws InterruptedException {
        keepRecent();
        Optional<String> login = people.account(thing, logins, TeamPeople.ADDING);
        if (login.filter(known -> roster.holds(known) || roster.hasInvited(known))
                        .isPresent()
                || people.invitation(thing, login, roster, names).isPresent()) {
            outcomes.alreadyThere(thing); // with its role
            return Optional.empty();
        }
        String known = login.filter(some -> !gone.contains(some)).orElseThrow(() -> people.unknown(TeamPeople.ADDING));
        people.refusal(statuses.get(GitHubAccount.loginKey(known))).ifPresent(why -> {
            throw why;
        });
        if (put(known) == TeamCalls.State.ACTIVE) {
            roster.joined(known, options.role() == Role.MAINTAINER);
            outcomes.succeeded(thing);
        } else if (options.invites()) {
            roster.invited(known);
            outcomes.succeeded(thing, INVITED);
        } else {
            takeBack(known);
            throw people.outside();
        }
        return Optional.of(TeamCalls.ADD);
    }

    private TeamCalls.State put(String login) throws InterruptedException {
        unsure.remove(login);
        try {
            return calls.add(login, options.role().word());
        } catch (AdapterException e) {
            // GitHub says not found for the team and for the account.
            if (e.kind() == FailureKind.NOT_FOUND && look(e, () -> isNobody(login))) {
                throw people.unknown(TeamPeople.ADDING);
            }
            throw e;
        }
    }

    /** If one account does not exist, others may not either, so one query asks about as many as it can take. */
    private boolean isNobody(String login) throws InterruptedException {
        List<String> some = Stream.concat(Stream.of(login), unsure.stream())
                .limit(Document.MOST)
                .toList();
        Set<String> accounts = calls.accounts(some);
        some.forEach(unsure::remove);
        some.stream()
                .filter(each -> !accounts.contains(GitHubAccount.loginKey(each)))
                .forEach(gone::add);
        return gone.contains(login);
    }

    /** The user has left the organization since it was looked up, and GitHub has sent an invitation. */
    private void takeBack(String login) throws InterruptedException {
        try {
            calls.remove(login);
        } catch (AdapterException e) {
            throw e.toBuilder()
                    .problem("invite is off, but the user was outside the organization and was invited; "
                            + "taking the user off the team again failed: " + e.problem())
                    .answerLost()
                    .build();
        }
    }

    // --- Removals

    private Optional<String> remove(String thing) throws IOException, InterruptedException {
        keepRecent();
        Optional<String> login = people.account(thing, logins, REMOVING);
        Optional<Invitation> invitation = login.filter(roster::holds).isPresent()
                ? Optional.empty()
                : people.invitation(thing, login, roster, names);
        if (invitation.isPresent()) {
            Optional<String> accepted = cancel(thing, invitation.get());
            roster.cancelled(invitation.get());
            return accepted;
        }
        return take(thing, login.orElseThrow(() -> people.unknown(REMOVING)), roster);
    }

    /** Another thread may have removed a maintainer, so this one may be the last. */
    private Optional<String> take(String thing, String login, Roster now) throws InterruptedException {
        refuseWanted(thing, login);
        if (now.isMaintainer(login) && now.maintainersReading().removals() != calls.maintainerRemovals()) {
            calls.readAgain(now, false);
        }
        refuseKept(thing, login, now);
        if (!now.isMaintainer(login)) {
            Optional<String> accepted = takeAccount(login);
            now.left(login);
            return accepted;
        }
        calls.countMaintainerRemoval();
        Optional<String> accepted;
        try {
            accepted = takeAccount(login);
        } finally {
            calls.countMaintainerRemoval();
        }
        now.maintainerLeft(login, calls.maintainerRemovals());
        return accepted;
    }

    /** The preview finds this out before any write, unless the directory or an invitation has changed since then. */
    private void refuseWanted(String thing, String login) {
        String same = wanted.get(GitHubAccount.loginKey(login));
        if (same != null) {
            throw AdapterException.of(
                            FailureKind.REFUSED_THING,
                            people.place(),
                            REMOVING,
                            thing + " is the same account as " + same + ", which the source wants")
                    .remedy("Run again: the plan will show them as one member.")
                    .build();
        }
    }

    private void refuseKept(String thing, String login, Roster now) {
        Optional<String> why = options.whyKept(now, new Member(login, now.isMaintainer(login)));
        if (why.isPresent()) {
            throw AdapterException.of(
                            FailureKind.REFUSED_THING, people.place(), REMOVING, thing + " is kept: " + why.get())
                    .remedy(
                            why.get().equals(TeamOptions.LAST_MAINTAINER)
                                    ? "Make another member a maintainer first."
                                    : "Protect it, or allow removing maintainers (remove-maintainers) or the owner of the"
                                            + " token (remove-token-owner).")
                    .build();
        }
    }

    /** Looks what a 404 means. If the look fails, an earlier attempt of the write may still have taken effect. */
    private static <T> T look(AdapterException notFound, Retry.Call<T> reading) throws InterruptedException {
        AdapterException failure;
        try {
            return reading.run();
        } catch (AdapterException e) {
            failure = e;
        } catch (IOException e) {
            failure = AdapterException.translated(notFound.place(), notFound.operation(), e);
        }
        throw notFound.answerLost() ? failure.toBuilder().answerLost().build() : failure;
    }

    /** GitHub says not found for the team, for an account that is gone, and after a removal whose answer was lost. */
    private Optional<String> takeAccount(String login) throws InterruptedException {
        try {
            calls.remove(login);
            return Optional.of(TeamCalls.REMOVE);
        } catch (AdapterException e) {
            if (e.kind() != FailureKind.NOT_FOUND || look(e, calls::roster).holds(login)) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private Optional<String> cancel(String thing, Invitation invitation) throws InterruptedException {
        if (invitation.teams() > 1) {
            // Cancelling it would take it from the other teams too. Only an account can be taken off one team.
            return takeAccount(invitation
                    .login()
                    .orElseThrow(() -> AdapterException.of(
                                    FailureKind.REFUSED_THING,
                                    people.place(),
                                    "cancelling an invitation",
                                    thing + " is invited by e-mail to " + invitation.teams() + " teams at once")
                            .remedy(
                                    "Cancel the invitation in the organization's settings, or wait until it is accepted.")
                            .build()));
        }
        try {
            calls.cancel(invitation);
            return Optional.of(TeamCalls.CANCEL);
        } catch (AdapterException e) {
            if (e.kind() != FailureKind.NOT_FOUND) {
                throw e;
            }
            // It was accepted, has expired, or was cancelled and the answer was lost.
            // Or the credentials may not see it.
            Roster now = look(e, calls::roster);
            if (now.lists(invitation)) {
                throw e;
            }
            Optional<String> joined =
                    invitation.login().isPresent() ? invitation.login() : look(e, () -> accountNow(thing));
            if (joined.filter(now::holds).isEmpty()) {
                // The person may have been invited again since the reading.
                Optional<Invitation> again = people.invitation(thing, joined, now, names);
                return again.isPresent() ? cancel(thing, again.get()) : Optional.empty();
            }
            Optional<String> accepted = take(thing, joined.get(), now);
            roster.left(joined.get());
            return accepted;
        }
    }

    private Optional<String> accountNow(String thing) throws IOException, InterruptedException {
        return people.account(thing, logins.containsKey(thing) ? logins : people.logins(List.of(thing)), REMOVING);
    }
}
