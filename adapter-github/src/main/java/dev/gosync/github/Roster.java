package dev.gosync.github;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The members and invitations of a team, as they were read and with our own writes since then. Threads may share it. */
final class Roster {
    /**
     * A member of the team itself.
     *
     * @param login as GitHub spells it
     * @param maintainer whether it maintains the team; GitHub counts owners of the organization too
     */
    record Member(String login, boolean maintainer) {}

    /**
     * An open invitation.
     *
     * @param id of the invitation to the organization, which includes teams
     * @param login of the invited account; empty if an e-mail address was invited
     * @param email the invited address; empty if an account was invited
     * @param teams how many teams it includes
     */
    record Invitation(long id, Optional<String> login, Optional<String> email, long teams) {}

    /**
     * When the maintainers were read.
     *
     * @param at the time
     * @param removals how many removals of a maintainer had begun or ended in this process by then
     */
    record Reading(Instant at, int removals) {}

    private final String owner;
    private final Instant readAt;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Map<Long, Invitation> invitations = new LinkedHashMap<>();

    /** The invitations of an account, by its login, and of an address. */
    private final Map<String, List<Invitation>> invitationsOf = new HashMap<>();

    /** Logins that were invited since then. */
    private final Set<String> invited = new HashSet<>();

    /** The listed spelling of members and invitations, by login and by address. */
    private Map<String, String> spellings = Map.of();

    private Set<String> listedByAddress = Set.of();

    private Reading maintainersReading;

    /**
     * Takes what was read.
     *
     * @param owner the login of the account that owns the token; the name of a bot for an App
     */
    Roster(String owner, Reading reading, Collection<Member> members, Collection<Invitation> invitations) {
        this.owner = owner;
        this.readAt = reading.at();
        this.maintainersReading = reading;
        members.forEach(member -> this.members.put(GitHubAccount.loginKey(member.login()), member));
        for (Invitation each : invitations) {
            this.invitations.put(each.id(), each);
            each.login().ifPresent(login -> list(GitHubAccount.loginKey(login), each));
            each.email().ifPresent(email -> list(GitHubAccount.emailKey(email), each));
        }
    }

    private void list(String key, Invitation invitation) {
        invitationsOf.computeIfAbsent(key, ignored -> new ArrayList<>()).add(invitation);
    }

    Instant readAt() {
        return readAt;
    }

    synchronized Reading maintainersReading() {
        return maintainersReading;
    }

    boolean isOwner(String login) {
        return GitHubAccount.loginKey(owner).equals(GitHubAccount.loginKey(login));
    }

    synchronized List<Member> members() {
        return List.copyOf(members.values());
    }

    synchronized List<Invitation> invitations() {
        return List.copyOf(invitations.values());
    }

    synchronized boolean holds(String login) {
        return members.containsKey(GitHubAccount.loginKey(login));
    }

    synchronized boolean isMaintainer(String login) {
        Member member = members.get(GitHubAccount.loginKey(login));
        return member != null && member.maintainer();
    }

    synchronized long maintainers() {
        return members.values().stream().filter(Member::maintainer).count();
    }

    /** {@return the invitation of an account, or of one of its addresses} */
    synchronized Optional<Invitation> invitation(Optional<String> login, Collection<String> emails) {
        return Stream.concat(
                        login.map(GitHubAccount::loginKey).stream(),
                        emails.stream().map(GitHubAccount::emailKey))
                .flatMap(key -> invitationsOf.getOrDefault(key, List.of()).stream())
                .filter(each -> invitations.containsKey(each.id()))
                .findFirst();
    }

    /**
     * Sets how members and invitations are listed.
     *
     * @param spellings by {@link GitHubAccount#loginKey} and {@link GitHubAccount#emailKey}
     * @param byAddress things that are listed only because their address is invited
     */
    synchronized void listedAs(Map<String, String> spellings, Set<String> byAddress) {
        this.spellings = Map.copyOf(spellings);
        this.listedByAddress = Set.copyOf(byAddress);
    }

    /** {@return the spelling under which a login or an address is listed} */
    synchronized Optional<String> spelling(String loginOrEmail) {
        return Optional.ofNullable(spellings.get(GitHubAccount.emailKey(loginOrEmail)));
    }

    /** {@return whether a thing is listed only because its address is invited, and is still invited} */
    synchronized boolean isListedByAddress(String thing) {
        return listedByAddress.contains(thing)
                && invitation(Optional.empty(), List.of(thing)).isPresent();
    }

    /** {@return whether this invitation, by its id, was read} */
    synchronized boolean lists(Invitation invitation) {
        return invitations.containsKey(invitation.id());
    }

    /** {@return whether an account was invited since the team was read} */
    synchronized boolean hasInvited(String login) {
        return invited.contains(GitHubAccount.loginKey(login));
    }

    /** Sets who the maintainers are now. */
    synchronized void maintainersAre(Collection<Member> now, Reading reading) {
        maintainersReading = reading;
        members.replaceAll((key, member) -> new Member(member.login(), false));
        now.forEach(member -> members.put(GitHubAccount.loginKey(member.login()), member));
    }

    /** Sets who the members are now. */
    synchronized void membersAre(Collection<Member> now, Reading reading) {
        members.clear();
        maintainersAre(now, reading);
    }

    synchronized void joined(String login, boolean maintainer) {
        members.put(GitHubAccount.loginKey(login), new Member(login, maintainer));
    }

    synchronized void invited(String login) {
        invited.add(GitHubAccount.loginKey(login));
    }

    synchronized void left(String login) {
        members.remove(GitHubAccount.loginKey(login));
    }

    /**
     * Records the removal of a maintainer.
     *
     * @param removals as in {@link Reading}, including this removal
     */
    synchronized void maintainerLeft(String login, int removals) {
        left(login);
        maintainersReading = new Reading(maintainersReading.at(), removals);
    }

    synchronized void cancelled(Invitation invitation) {
        invitations.remove(invitation.id());
    }
}
