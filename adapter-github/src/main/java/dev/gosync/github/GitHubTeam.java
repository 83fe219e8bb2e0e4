package dev.gosync.github;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Outcomes;
import dev.gosync.github.Roster.Invitation;
import dev.gosync.github.Roster.Member;
import dev.gosync.github.Roster.Reading;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The members of a GitHub team, and those who are invited to it. Members of its child teams are none of its own. Things
 * are e-mail addresses, or logins under {@link GitHubIdentities#logins()}.
 *
 * <p>Adding somebody who has no account in the organization invites them; removing somebody who is only invited cancels
 * that. Adding never changes the role of somebody who is in. Maintainers and the account that owns the token are kept
 * unless an option says otherwise; the last maintainer always is.
 *
 * <p>Made by {@link GitHubOrganization#team}. Each option returns a new value. Safe for use by several threads.
 */
public final class GitHubTeam implements Adapter {
    /** What somebody may do in a team. */
    public enum Role {
        /** Belongs to the team. */
        MEMBER,
        /** May also change the team and who is in it. */
        MAINTAINER;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How long a reading saves a second one. It is never relied on for who maintains the team. */
    private static final Duration RECENT = Duration.ofMinutes(1);

    private static final String MAINTAINER = "maintainer";
    private static final String LAST_MAINTAINER = "last maintainer";
    private static final String OWNER = "owner of the token";

    /**
     * What is asked of the team, and whom that means.
     *
     * @param promotes whether adding would make a maintainer of who joined meanwhile
     * @param unsure those to be added, as long as nothing is known of their accounts
     * @param gone those to be added who turned out to be nobody
     */
    private record Prepared(
            Roster roster,
            Map<String, Set<String>> logins,
            Map<String, List<String>> names,
            boolean promotes,
            Set<String> unsure,
            Set<String> gone) {}

    private final TeamService service;
    private final Translation translation;
    private final String name;
    private final Clock clock;
    private final Role role;
    private final boolean removesMaintainers;
    private final boolean removesOwner;

    /** What the last reading gave, and what was written since. */
    private final AtomicReference<@Nullable Roster> kept = new AtomicReference<>();

    GitHubTeam(TeamService service, Translation translation, String name, Clock clock) {
        this(service, translation, name, clock, Role.MEMBER, false, false);
    }

    private GitHubTeam(
            TeamService service,
            Translation translation,
            String name,
            Clock clock,
            Role role,
            boolean removesMaintainers,
            boolean removesOwner) {
        this.service = service;
        this.translation = translation;
        this.name = name;
        this.clock = clock;
        this.role = role;
        this.removesMaintainers = removesMaintainers;
        this.removesOwner = removesOwner;
    }

    /**
     * Sets the role of those who are added; nobody else's changes.
     *
     * @param role {@link Role#MEMBER} by default
     * @return a team with this setting
     */
    public GitHubTeam role(Role role) {
        Objects.requireNonNull(role, "role");
        return new GitHubTeam(service, translation, name, clock, role, removesMaintainers, removesOwner);
    }

    /**
     * Lets maintainers be removed like anybody else, but for the last one.
     *
     * @return a team with this setting
     */
    public GitHubTeam removingMaintainers() {
        return new GitHubTeam(service, translation, name, clock, role, true, removesOwner);
    }

    /**
     * Lets the account that owns the token be removed like anybody else. It may then be unable to change the team.
     *
     * @return a team with this setting
     */
    public GitHubTeam removingTokenOwner() {
        return new GitHubTeam(service, translation, name, clock, role, removesMaintainers, true);
    }

    @Override
    public String name() {
        return name;
    }

    /**
     * Reads who is in the team and who is invited, each under one thing.
     *
     * @throws AdapterException if anything cannot be read, or an e-mail address of a member belongs to two accounts
     */
    @Override
    public Listing get() throws IOException, InterruptedException {
        Roster roster = service.roster();
        List<String> logins = new ArrayList<>();
        roster.members().forEach(member -> logins.add(member.login()));
        roster.invitations().forEach(invitation -> invitation.login().ifPresent(logins::add));
        Map<String, List<String>> names = translation.things(name, logins);
        Listed listed = new Listed(translation.leftOutAs());
        for (Member member : roster.members()) {
            listed.add(names.getOrDefault(Person.loginKey(member.login()), List.of()), whyKept(roster, member));
        }
        for (Invitation invitation : roster.invitations()) {
            if (invitation.login().filter(roster::holds).isEmpty()) {
                listed.add(namesOf(invitation, names), Optional.empty());
            }
        }
        Listing listing = listed.listing();
        kept.set(roster);
        return listing;
    }

    private List<String> namesOf(Invitation invitation, Map<String, List<String>> names) {
        List<String> ofAccount = invitation
                .login()
                .map(login -> names.getOrDefault(Person.loginKey(login), List.of()))
                .orElse(List.of());
        return ofAccount.isEmpty() && translation.knowsEmails()
                ? invitation.email().stream().toList()
                : ofAccount;
    }

    private Optional<String> whyKept(Roster roster, Member member) {
        if (!removesOwner && roster.isOwner(member.login())) {
            return Optional.of(OWNER);
        }
        if (!member.maintainer()) {
            return Optional.empty();
        }
        if (roster.maintainers() == 1) {
            return Optional.of(LAST_MAINTAINER);
        }
        return removesMaintainers ? Optional.empty() : Optional.of(MAINTAINER);
    }

    @Override
    public void add(List<String> things, Outcomes outcomes) throws InterruptedException {
        if (!things.isEmpty()) {
            new Halves(outcomes.prepare(() -> prepared(things, List.of()))).add(things, outcomes);
        }
    }

    @Override
    public void remove(List<String> things, Outcomes outcomes) throws InterruptedException {
        if (!things.isEmpty()) {
            new Halves(outcomes.prepare(() -> prepared(List.of(), things))).remove(things, outcomes);
        }
    }

    /** Two addresses may be one person's: then the halves would undo each other, and who is added stays. */
    @Override
    public void change(Change change, Outcomes outcomes) throws IOException, InterruptedException {
        if (change.additions().isEmpty() || change.removals().isEmpty()) {
            Adapter.super.change(change, outcomes);
            return;
        }
        Prepared prepared = outcomes.prepare(() -> prepared(change.additions(), change.removals()));
        Matching matching = Matching.by(thing -> {
            Set<String> known = prepared.logins().getOrDefault(thing, Set.of());
            return known.size() == 1
                    ? "login " + Person.loginKey(known.iterator().next())
                    : "thing " + Matching.ignoringCase().key(thing);
        });
        new Halves(prepared).change(outcomes.uncrossed(change, matching), outcomes);
    }

    /** Makes what was prepared once for both halves. Nothing that was read ages while others write. */
    private final class Halves implements Adapter {
        private final Prepared prepared;

        Halves(Prepared prepared) {
            this.prepared = prepared;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Listing get() throws IOException, InterruptedException {
            return GitHubTeam.this.get();
        }

        @Override
        public void add(List<String> things, Outcomes outcomes) throws InterruptedException {
            outcomes.each(things, thing -> service.alone(() -> GitHubTeam.this.add(thing, prepared)));
        }

        @Override
        public void remove(List<String> things, Outcomes outcomes) throws InterruptedException {
            outcomes.each(things, thing -> service.alone(() -> GitHubTeam.this.remove(thing, prepared)));
        }
    }

    private Prepared prepared(List<String> additions, List<String> removals) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(additions);
        all.addAll(removals);
        Map<String, Set<String>> logins = translation.logins(name, all);
        Set<String> added = accounts(logins, additions);
        Set<String> removed = accounts(logins, removals);
        boolean promotes = role == Role.MAINTAINER && !added.isEmpty();
        Roster roster = kept.get();
        // An invitation is cancelled by its number, which only reading tells.
        if (roster == null || isOld(roster.readAt()) || removed.stream().anyMatch(roster::hasInvited)) {
            roster = service.roster();
            kept.set(roster);
        } else {
            // Who left meanwhile would not be added.
            readAgain(roster, promotes || added.stream().anyMatch(roster::holds));
        }
        Map<String, List<String>> names =
                roster.invitations().isEmpty() ? Map.of() : translation.names(name, accounts(logins, all));
        added.removeIf(roster::holds);
        return new Prepared(roster, logins, names, promotes, added, new HashSet<>());
    }

    private static Set<String> accounts(Map<String, Set<String>> logins, List<String> things) {
        return things.stream()
                .flatMap(thing -> logins.getOrDefault(thing, Set.of()).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private boolean isOld(Instant readAt) {
        return readAt.plus(RECENT).isBefore(clock.instant());
    }

    /**
     * Reads who maintains the team now.
     *
     * @param all whether to read who is a member, too
     */
    private void readAgain(Roster roster, boolean all) throws InterruptedException {
        Reading reading = service.begin();
        if (all) {
            roster.membersAre(service.members(), reading);
        } else {
            roster.maintainersAre(service.maintainers(), reading);
        }
    }

    /** Many writes take long: what they could undo is read again each minute. */
    private Roster current(Prepared prepared) throws InterruptedException {
        Roster roster = prepared.roster();
        if (isOld(roster.maintainersReading().at())) {
            readAgain(roster, prepared.promotes());
        }
        return roster;
    }

    private void add(String thing, Prepared prepared) throws InterruptedException {
        String operation = "adding a member";
        Roster roster = current(prepared);
        Optional<String> login = account(thing, prepared, operation);
        if (login.filter(known -> roster.holds(known) || roster.hasInvited(known))
                        .isPresent()
                || invitation(thing, login, prepared).isPresent()) {
            return; // whatever the role: it stays
        }
        String known =
                login.filter(some -> !prepared.gone().contains(some)).orElseThrow(() -> unknown(thing, operation));
        prepared.unsure().remove(known);
        TeamService.State state;
        try {
            state = service.add(known, role.word());
        } catch (AdapterException e) {
            // Not found is said of the team and of the account alike.
            if (e.kind() == FailureKind.NOT_FOUND && isNobody(known, prepared)) {
                throw unknown(thing, operation);
            }
            throw e;
        }
        if (state == TeamService.State.ACTIVE) {
            roster.joined(known, role == Role.MAINTAINER);
        } else {
            roster.invited(known);
        }
    }

    /** Where one account is gone others may be, so that one query asks for as many as it takes. */
    private boolean isNobody(String login, Prepared prepared) throws InterruptedException {
        List<String> some = Stream.concat(Stream.of(login), prepared.unsure().stream())
                .limit(Document.MOST)
                .toList();
        Set<String> accounts = service.accounts(some);
        some.forEach(prepared.unsure()::remove);
        some.stream().filter(each -> !accounts.contains(Person.loginKey(each))).forEach(prepared.gone()::add);
        return prepared.gone().contains(login);
    }

    private void remove(String thing, Prepared prepared) throws InterruptedException {
        Roster roster = current(prepared);
        String operation = "removing a member";
        Optional<String> login = account(thing, prepared, operation);
        Optional<Invitation> invitation =
                login.filter(roster::holds).isPresent() ? Optional.empty() : invitation(thing, login, prepared);
        if (invitation.isPresent()) {
            cancel(thing, invitation.get(), login, roster, operation);
            return;
        }
        take(thing, login.orElseThrow(() -> unknown(thing, operation)), roster, operation);
    }

    /** Others may remove maintainers at the same time: of two that each counts two, one has to count again. */
    private void take(String thing, String known, Roster roster, String operation) throws InterruptedException {
        if (roster.isMaintainer(known) && roster.maintainersReading().removals() != service.maintainerRemovals()) {
            readAgain(roster, false);
        }
        refuseKept(thing, known, roster, operation);
        if (roster.isMaintainer(known)) {
            service.countMaintainerRemoval();
            try {
                takeAccount(known);
            } finally {
                service.countMaintainerRemoval();
            }
            roster.maintainerLeft(known, service.maintainerRemovals());
        } else {
            takeAccount(known);
            roster.left(known);
        }
    }

    private void refuseKept(String thing, String known, Roster roster, String operation) {
        Optional<String> why = whyKept(roster, new Member(known, roster.isMaintainer(known)));
        if (why.isPresent()) {
            throw AdapterException.of(FailureKind.REFUSED_THING, name, operation, thing + " is kept: " + why.get())
                    .remedy(
                            why.get().equals(LAST_MAINTAINER)
                                    ? "Make somebody else a maintainer first."
                                    : "Protect it, or let maintainers or the owner of the token be removed.")
                    .build();
        }
    }

    /** Not found is said of the team, of an account that is gone, and of a removal whose answer was lost. */
    private void takeAccount(String login) throws InterruptedException {
        try {
            service.remove(login);
        } catch (AdapterException e) {
            if (e.kind() != FailureKind.NOT_FOUND || service.roster().holds(login)) {
                throw e;
            }
        }
    }

    private void cancel(String thing, Invitation invitation, Optional<String> login, Roster roster, String operation)
            throws InterruptedException {
        if (invitation.teams() > 1) {
            // It leads to other teams too, which are no business of this one. One to an address is nobody's yet,
            // whoever has the address.
            String invited = invitation
                    .login()
                    .orElseThrow(() -> AdapterException.of(
                                    FailureKind.REFUSED_THING,
                                    name,
                                    "cancelling an invitation",
                                    thing + " is invited by e-mail to " + invitation.teams() + " teams at once")
                            .remedy(
                                    "Cancel the invitation in the organization's settings, or wait until it is accepted.")
                            .build());
            takeAccount(invited);
        } else {
            try {
                service.cancel(invitation);
            } catch (AdapterException e) {
                if (e.kind() != FailureKind.NOT_FOUND) {
                    throw e;
                }
                // Accepted meanwhile, expired, or cancelled with its answer lost; or the credentials may not see it.
                Roster now = service.roster();
                if (now.lists(invitation)) {
                    throw e;
                }
                Optional<String> joined = invitation.login().or(() -> login).filter(now::holds);
                if (joined.isPresent()) {
                    take(thing, joined.get(), now, operation);
                    roster.left(joined.get());
                }
            }
        }
        roster.cancelled(invitation);
    }

    private Optional<Invitation> invitation(String thing, Optional<String> login, Prepared prepared) {
        Set<String> emails = new HashSet<>();
        if (translation.knowsEmails()) {
            emails.add(thing);
            login.ifPresent(known -> emails.addAll(prepared.names().getOrDefault(Person.loginKey(known), List.of())));
        }
        return prepared.roster().invitation(login, emails);
    }

    private Optional<String> account(String thing, Prepared prepared, String operation) {
        Set<String> logins = prepared.logins().getOrDefault(thing, Set.of());
        if (logins.size() > 1) {
            throw AdapterException.of(FailureKind.REFUSED_THING, name, operation, Emails.ambiguous(thing, logins))
                    .remedy("Give the address to one of them, where the identities come from.")
                    .build();
        }
        return logins.stream().findFirst();
    }

    private AdapterException unknown(String thing, String operation) {
        return AdapterException.of(FailureKind.UNKNOWN_THING, name, operation, "no account is known for " + thing)
                .build();
    }

    /** {@return its name} */
    @Override
    public String toString() {
        return name;
    }

    /** Collects a listing: each member under its first name, unless that one is taken. */
    private static final class Listed {
        private final String leftOutAs;
        private final Set<String> things = new LinkedHashSet<>();
        private final Map<String, String> aliases = new LinkedHashMap<>();
        private final Map<String, String> keptFor = new LinkedHashMap<>();
        private final Map<String, Integer> leftOut = new LinkedHashMap<>();
        private final Set<String> taken = new HashSet<>();

        Listed(String leftOutAs) {
            this.leftOutAs = leftOutAs;
        }

        void add(List<String> names, Optional<String> why) {
            if (names.isEmpty()) {
                leftOut.merge(leftOutAs, 1, Integer::sum);
                return;
            }
            String listed = names.get(0);
            if (!taken.add(Person.emailKey(listed))) {
                return; // invited by an address of somebody who is in
            }
            things.add(listed);
            why.ifPresent(reason -> keptFor.put(listed, reason));
            for (String other : names.subList(1, names.size())) {
                if (taken.add(Person.emailKey(other))) {
                    aliases.put(other, listed);
                }
            }
        }

        Listing listing() {
            return new Listing(things, aliases, keptFor, leftOut);
        }
    }
}
