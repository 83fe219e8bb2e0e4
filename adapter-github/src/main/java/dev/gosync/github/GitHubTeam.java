package dev.gosync.github;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Outcomes;
import dev.gosync.adapter.Preview;
import dev.gosync.github.Roster.Invitation;
import dev.gosync.github.Roster.Member;
import dev.gosync.github.Roster.Reading;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
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
 * unless an option says otherwise; the last maintainer always is. An address of an account that is listed under another
 * address is that same member.
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
    private static final String ADDING = "adding a member";
    private static final String INVITED = "invited";

    /**
     * What is asked of the team, and whom that means.
     *
     * @param promotes whether adding would make a maintainer of who joined meanwhile
     * @param unsure those to be added, as long as nothing is known of their accounts
     * @param gone those to be added who turned out to be nobody
     * @param wanted the accounts to be added, by {@link Person#loginKey}, and what each is added as
     */
    private record Prepared(
            Roster roster,
            Map<String, Set<String>> logins,
            Map<String, List<String>> names,
            boolean promotes,
            Set<String> unsure,
            Set<String> gone,
            Map<String, String> wanted) {}

    /**
     * What the last preview found out. The write does not ask for it again.
     *
     * @param at when it was asked
     * @param logins the one account of each addition that has one
     * @param names for each account that was asked for, by {@link Person#loginKey}: its things, which may be none
     */
    private record Previewed(Instant at, Map<String, Set<String>> logins, Map<String, List<String>> names) {
        static final Previewed NOTHING = new Previewed(Instant.MIN, Map.of(), Map.of());

        boolean isOld(Instant now) {
            return at.isBefore(now.minus(KnownPeople.KEPT));
        }
    }

    /** What an addition did. */
    private enum Added {
        JOINED,
        INVITED,
        ALREADY_THERE
    }

    private final TeamService service;
    private final Translation translation;
    private final String name;
    private final Clock clock;
    private final Role role;
    private final boolean removesMaintainers;
    private final boolean removesOwner;

    /** What the last reading gave, and what was written since. */
    private final AtomicReference<@Nullable Roster> kept = new AtomicReference<>();

    /** What the last preview found out. */
    private final AtomicReference<Previewed> previewed = new AtomicReference<>(Previewed.NOTHING);

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
            listed.add(
                    Optional.of(member.login()),
                    names.getOrDefault(Person.loginKey(member.login()), List.of()),
                    whyKept(roster, member));
        }
        for (Invitation invitation : roster.invitations()) {
            if (invitation.login().filter(roster::holds).isEmpty()) {
                boolean isNew = listed.add(invitation.login(), namesOf(invitation, names), Optional.empty());
                if (isNew && invitation.login().isEmpty()) {
                    invitation.email().ifPresent(listed.byAddress::add);
                }
            }
        }
        Listing listing = listed.listing();
        roster.listedAs(listed.spellings, listed.byAddress);
        kept.set(roster);
        return listing;
    }

    /** {@return the matching that ignores case, as GitHub does for logins and addresses} */
    @Override
    public Matching matching() {
        return Matching.ignoringCase();
    }

    /**
     * Translates additions to accounts, as adding does. Whether a login from {@link GitHubIdentities#logins()}, a file or
     * a directory is an account is only found out by adding.
     *
     * @return additions without an account, additions with several, and those whose account is listed under another
     *     spelling
     * @throws AdapterException if the identities cannot be read
     */
    @Override
    public Preview preview(List<String> additions) throws IOException, InterruptedException {
        Instant now = clock.instant();
        Map<String, Set<String>> logins = translation.logins(name, additions);
        Roster roster = kept.get();
        Map<String, List<String>> names = roster == null || roster.invitations().isEmpty()
                ? Map.of()
                : names(accounts(logins, additions), Previewed.NOTHING);
        Map<String, Set<String>> found = new HashMap<>();
        Map<String, Failure> failures = new HashMap<>();
        Map<String, String> sameAs = new HashMap<>();
        Map<String, String> firstOfAccount = new HashMap<>();
        for (String thing : additions) {
            Optional<String> login;
            try {
                login = account(thing, logins, ADDING);
            } catch (AdapterException e) {
                failures.put(thing, e.failure());
                continue;
            }
            Optional<String> listed = roster == null ? Optional.empty() : listedAs(thing, login, roster, names);
            if (listed.isPresent()) {
                sameAs.put(thing, listed.get());
            } else if (login.isEmpty()) {
                failures.put(thing, unknown(thing, ADDING).failure());
            } else {
                found.put(thing, Set.of(login.get()));
                String first = firstOfAccount.putIfAbsent(Person.loginKey(login.get()), thing);
                if (first != null) {
                    sameAs.put(thing, first);
                }
            }
        }
        previewed.set(new Previewed(now, found, names));
        return new Preview(failures, sameAs);
    }

    /** The spelling under which the last reading listed a member or an invitation. */
    private Optional<String> listedAs(
            String thing, Optional<String> login, Roster roster, Map<String, List<String>> names) {
        return login.filter(roster::holds)
                .or(() -> invitation(thing, login, roster, names)
                        .flatMap(invitation -> invitation.login().or(invitation::email)))
                .flatMap(roster::spelling);
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

    @Override
    public void change(Change change, Outcomes outcomes) throws IOException, InterruptedException {
        if (change.additions().isEmpty() || change.removals().isEmpty()) {
            Adapter.super.change(change, outcomes);
            return;
        }
        Prepared prepared = outcomes.prepare(() -> prepared(change.additions(), change.removals()));
        new Halves(prepared).change(change, outcomes);
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
            outcomes.each(
                    things,
                    thing -> service.alone(() -> {
                        switch (GitHubTeam.this.add(thing, prepared)) {
                            case JOINED -> outcomes.succeeded(thing);
                            case INVITED -> outcomes.succeeded(thing, GitHubTeam.INVITED);
                            case ALREADY_THERE -> outcomes.alreadyThere(thing);
                        }
                    }));
        }

        @Override
        public void remove(List<String> things, Outcomes outcomes) throws InterruptedException {
            outcomes.each(things, thing -> service.alone(() -> GitHubTeam.this.remove(thing, prepared)));
        }
    }

    private Prepared prepared(List<String> additions, List<String> removals) throws IOException, InterruptedException {
        Roster last = kept.get();
        // An invitation is cancelled without its account. If it is gone by then, the account is looked up.
        Set<String> invited = last == null || isOld(last.readAt())
                ? Set.of()
                : removals.stream().filter(last::isListedByAddress).collect(Collectors.toSet());
        List<String> all = new ArrayList<>(additions);
        all.addAll(removals);
        Previewed preview = previewed.get();
        Previewed known = preview.isOld(clock.instant()) ? Previewed.NOTHING : preview;
        Map<String, Set<String>> logins = new HashMap<>(known.logins());
        logins.putAll(translation.logins(
                name,
                all.stream()
                        .filter(thing -> !known.logins().containsKey(thing) && !invited.contains(thing))
                        .toList()));
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
        if (roster != last && !invited.isEmpty()) {
            logins.putAll(translation.logins(name, invited));
        }
        Map<String, List<String>> names =
                roster.invitations().isEmpty() ? Map.of() : names(accounts(logins, all), known);
        Map<String, String> wanted = new HashMap<>();
        additions.forEach(
                thing -> accounts(logins, List.of(thing)).forEach(login -> wanted.put(Person.loginKey(login), thing)));
        added.removeIf(roster::holds);
        return new Prepared(roster, logins, names, promotes, added, new HashSet<>(), wanted);
    }

    /** The things of accounts, by {@link Person#loginKey}, with an empty list for an account that has none. */
    private Map<String, List<String>> names(Set<String> accounts, Previewed known)
            throws IOException, InterruptedException {
        Map<String, List<String>> names = new HashMap<>(known.names());
        List<String> missing = accounts.stream()
                .filter(login -> !names.containsKey(Person.loginKey(login)))
                .toList();
        missing.forEach(login -> names.put(Person.loginKey(login), List.of()));
        names.putAll(translation.names(name, missing));
        return names;
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

    private Added add(String thing, Prepared prepared) throws InterruptedException {
        Roster roster = current(prepared);
        Optional<String> login = account(thing, prepared.logins(), ADDING);
        if (login.filter(known -> roster.holds(known) || roster.hasInvited(known))
                        .isPresent()
                || invitation(thing, login, roster, prepared.names()).isPresent()) {
            return Added.ALREADY_THERE; // whatever the role: it stays
        }
        String known = login.filter(some -> !prepared.gone().contains(some)).orElseThrow(() -> unknown(thing, ADDING));
        prepared.unsure().remove(known);
        TeamService.State state;
        try {
            state = service.add(known, role.word());
        } catch (AdapterException e) {
            // Not found is said of the team and of the account alike.
            if (e.kind() == FailureKind.NOT_FOUND && isNobody(known, prepared)) {
                throw unknown(thing, ADDING);
            }
            throw e;
        }
        if (state == TeamService.State.ACTIVE) {
            roster.joined(known, role == Role.MAINTAINER);
            return Added.JOINED;
        }
        roster.invited(known);
        return Added.INVITED;
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

    private void remove(String thing, Prepared prepared) throws IOException, InterruptedException {
        Roster roster = current(prepared);
        String operation = "removing a member";
        Optional<String> login = account(thing, prepared.logins(), operation);
        Optional<Invitation> invitation = login.filter(roster::holds).isPresent()
                ? Optional.empty()
                : invitation(thing, login, roster, prepared.names());
        if (invitation.isPresent()) {
            cancel(thing, invitation.get(), prepared, operation);
            return;
        }
        take(thing, login.orElseThrow(() -> unknown(thing, operation)), roster, prepared, operation);
    }

    /** Others may remove maintainers at the same time: of two that each counts two, one has to count again. */
    private void take(String thing, String known, Roster roster, Prepared prepared, String operation)
            throws InterruptedException {
        refuseWanted(thing, known, prepared, operation);
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

    /** The preview tells this before any write, unless the directory or an invitation has changed since. */
    private void refuseWanted(String thing, String known, Prepared prepared, String operation) {
        String wanted = prepared.wanted().get(Person.loginKey(known));
        if (wanted != null) {
            throw AdapterException.of(
                            FailureKind.REFUSED_THING,
                            name,
                            operation,
                            thing + " is the same account as " + wanted + ", which the source wants")
                    .remedy("Run again: the plan will show them as one member.")
                    .build();
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

    private void cancel(String thing, Invitation invitation, Prepared prepared, String operation)
            throws IOException, InterruptedException {
        Roster roster = prepared.roster();
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
                Map<String, Set<String>> logins = prepared.logins().containsKey(thing)
                        ? prepared.logins()
                        : translation.logins(name, List.of(thing));
                Optional<String> joined = invitation
                        .login()
                        .or(() -> account(thing, logins, operation))
                        .filter(now::holds);
                if (joined.isPresent()) {
                    take(thing, joined.get(), now, prepared, operation);
                    roster.left(joined.get());
                }
            }
        }
        roster.cancelled(invitation);
    }

    private Optional<Invitation> invitation(
            String thing, Optional<String> login, Roster roster, Map<String, List<String>> names) {
        Set<String> emails = new HashSet<>();
        if (translation.knowsEmails()) {
            emails.add(thing);
            login.ifPresent(known -> emails.addAll(names.getOrDefault(Person.loginKey(known), List.of())));
        }
        return roster.invitation(login, emails);
    }

    private Optional<String> account(String thing, Map<String, Set<String>> known, String operation) {
        Set<String> logins = known.getOrDefault(thing, Set.of());
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
        /** The listed spelling of everybody, by login and by address. */
        private final Map<String, String> spellings = new HashMap<>();

        /** Things that are listed only because their address is invited. */
        private final Set<String> byAddress = new HashSet<>();

        Listed(String leftOutAs) {
            this.leftOutAs = leftOutAs;
        }

        /** {@return whether this is a thing that was not listed before} */
        boolean add(Optional<String> login, List<String> names, Optional<String> why) {
            if (names.isEmpty()) {
                leftOut.merge(leftOutAs, 1, Integer::sum);
                return false;
            }
            @Nullable String taken = spellings.get(Person.emailKey(names.get(0)));
            String listed = taken == null ? names.get(0) : taken;
            login.ifPresent(account -> spellings.put(Person.loginKey(account), listed));
            if (taken != null) {
                return false; // invited by an address of somebody who is in
            }
            spellings.put(Person.emailKey(listed), listed);
            things.add(listed);
            why.ifPresent(reason -> keptFor.put(listed, reason));
            for (String other : names.subList(1, names.size())) {
                if (spellings.putIfAbsent(Person.emailKey(other), listed) == null) {
                    aliases.put(other, listed);
                }
            }
            return true;
        }

        Listing listing() {
            return new Listing(things, aliases, keptFor, leftOut);
        }
    }
}
