package dev.gosync.github;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.ExpiringMap;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Outcomes;
import dev.gosync.adapter.Preview;
import dev.gosync.github.Roster.Invitation;
import dev.gosync.github.Roster.Member;
import dev.gosync.github.Roster.Reading;
import dev.gosync.github.TeamService.OrganizationStatus;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
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

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The settings of a team. */
    private record Options(Role role, boolean removesMaintainers, boolean removesOwner, boolean invites) {}

    /** A reading that is older is repeated before a write. */
    private static final Duration RECENT = Duration.ofMinutes(1);

    private static final String MAINTAINER = "maintainer";
    private static final String LAST_MAINTAINER = "last maintainer";
    private static final String OWNER = "owner of the token";
    private static final String ADDING = "adding a member";
    private static final String INVITED = "invited";

    /**
     * What was read before a change.
     *
     * @param logins the accounts of each thing
     * @param names the things of each account, by {@link Person#loginKey}
     * @param promotes whether adding would make a maintainer of a user who has joined in the meantime
     * @param unsure logins to be added that may not exist
     * @param gone logins to be added that do not exist
     * @param statuses of accounts to be added, by {@link Person#loginKey}, if they were looked up
     * @param wanted by {@link Person#loginKey}: the thing that each account is to be added as
     */
    private record Prepared(
            Roster roster,
            Map<String, Set<String>> logins,
            Map<String, List<String>> names,
            boolean promotes,
            Set<String> unsure,
            Set<String> gone,
            Map<String, OrganizationStatus> statuses,
            Map<String, String> wanted) {}

    /**
     * What the last preview found out, so that the write does not ask again.
     *
     * @param logins the account of each addition that has exactly one
     * @param names the things of each account that was asked about, by {@link Person#loginKey}; may be empty
     * @param inOrganization members of the organization, by {@link Person#loginKey}
     */
    private record Previewed(
            Map<String, Set<String>> logins, Map<String, List<String>> names, Set<String> inOrganization) {
        static final Previewed NOTHING = new Previewed(Map.of(), Map.of(), Set.of());
    }

    /** The result of an addition. */
    private enum Added {
        JOINED,
        INVITED,
        ALREADY_THERE
    }

    private final TeamService service;
    private final Translation translation;
    private final String name;
    private final Clock clock;
    private final Duration cacheFor;
    private final Options options;

    /** The last reading, with our own writes since then. */
    private final AtomicReference<@Nullable Roster> kept = new AtomicReference<>();

    /** By the name of this team: the last preview. */
    private final ExpiringMap<String, Previewed> previewed;

    GitHubTeam(TeamService service, Translation translation, String name, Clock clock, Duration cacheFor) {
        this(service, translation, name, clock, cacheFor, new Options(Role.MEMBER, false, false, true));
    }

    private GitHubTeam(
            TeamService service,
            Translation translation,
            String name,
            Clock clock,
            Duration cacheFor,
            Options options) {
        this.service = service;
        this.translation = translation;
        this.name = name;
        this.clock = clock;
        this.cacheFor = cacheFor;
        this.options = options;
        this.previewed = new ExpiringMap<>(cacheFor, clock);
    }

    private GitHubTeam with(Options changed) {
        return new GitHubTeam(service, translation, name, clock, cacheFor, changed);
    }

    /**
     * Sets the role of the users that this team adds. Existing members keep their role.
     *
     * @param role {@link Role#MEMBER} by default
     * @return the changed team
     */
    public GitHubTeam role(Role role) {
        Objects.requireNonNull(role, "role");
        return with(new Options(role, options.removesMaintainers, options.removesOwner, options.invites));
    }

    /**
     * Sets whether users outside the organization are invited. If not, {@link #preview} refuses them.
     *
     * @param invite {@code true} by default
     * @return the changed team
     */
    public GitHubTeam invite(boolean invite) {
        return with(new Options(options.role, options.removesMaintainers, options.removesOwner, invite));
    }

    /**
     * Removes maintainers like other members, except the last maintainer.
     *
     * @return the changed team
     */
    public GitHubTeam removingMaintainers() {
        return with(new Options(options.role, true, options.removesOwner, options.invites));
    }

    /**
     * Removes the account that owns the token like other members. Its token may then be unable to change the team.
     *
     * @return the changed team
     */
    public GitHubTeam removingTokenOwner() {
        return with(new Options(options.role, options.removesMaintainers, true, options.invites));
    }

    @Override
    public String name() {
        return name;
    }

    /**
     * Reads the members and the invited users, each under one thing.
     *
     * @throws AdapterException if a part cannot be read, or an e-mail address of a member belongs to two accounts
     * @throws IllegalStateException if the organization is closed
     */
    @Override
    public Listing get() throws IOException, InterruptedException {
        service.checkOpen();
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
     * Finds the accounts of additions, as adding does. Only adding finds out whether a login of {@link
     * GitHubIdentities#logins()}, a file or a directory exists, unless {@link #invite} is off.
     *
     * @return additions without an account, with several accounts, or, if {@link #invite} is off, outside the
     *     organization; and additions whose account is listed under another spelling
     * @throws AdapterException if the identities cannot be read
     * @throws IllegalStateException if the organization is closed
     */
    @Override
    public Preview preview(List<String> additions) throws IOException, InterruptedException {
        service.checkOpen();
        Map<String, Set<String>> logins = translation.logins(name, additions);
        Roster roster = kept.get();
        Map<String, List<String>> names = roster == null || roster.invitations().isEmpty()
                ? Map.of()
                : names(accounts(logins, additions), Previewed.NOTHING);
        Map<String, String> found = new LinkedHashMap<>();
        Map<String, Failure> failures = new HashMap<>();
        Map<String, String> sameAs = new HashMap<>();
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
                found.put(thing, login.get());
            }
        }
        Map<String, OrganizationStatus> statuses =
                options.invites ? Map.of() : service.statuses(distinct(found.values()));
        Map<String, Set<String>> accounts = new HashMap<>();
        Map<String, String> firstOfAccount = new HashMap<>();
        found.forEach((thing, login) -> {
            String key = Person.loginKey(login);
            OrganizationStatus status = statuses.getOrDefault(key, OrganizationStatus.IN_ORGANIZATION);
            if (status == OrganizationStatus.IN_ORGANIZATION) {
                accounts.put(thing, Set.of(login));
                String first = firstOfAccount.putIfAbsent(key, thing);
                if (first != null) {
                    sameAs.put(thing, first);
                }
            } else {
                AdapterException why = status == OrganizationStatus.OUTSIDE ? outside(thing) : unknown(thing, ADDING);
                failures.put(thing, why.failure());
            }
        });
        previewed.put(name, new Previewed(accounts, names, options.invites ? Set.of() : firstOfAccount.keySet()));
        return new Preview(failures, sameAs);
    }

    private static List<String> distinct(Collection<String> logins) {
        Map<String, String> distinct = new LinkedHashMap<>();
        logins.forEach(login -> distinct.putIfAbsent(Person.loginKey(login), login));
        return List.copyOf(distinct.values());
    }

    /** Returns the spelling under which the last reading listed a member or an invitation. */
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
        if (!options.removesOwner && roster.isOwner(member.login())) {
            return Optional.of(OWNER);
        }
        if (!member.maintainer()) {
            return Optional.empty();
        }
        if (roster.maintainers() == 1) {
            return Optional.of(LAST_MAINTAINER);
        }
        return options.removesMaintainers ? Optional.empty() : Optional.of(MAINTAINER);
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

    /** Carries out both halves of a change with one reading. */
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
            each(things, outcomes, (thing, refusals) -> {
                Added added = GitHubTeam.this.add(thing, prepared);
                if (added == Added.ALREADY_THERE) {
                    outcomes.alreadyThere(thing);
                    return;
                }
                refusals.accepted();
                outcomes.succeeded(thing, added == Added.INVITED ? GitHubTeam.INVITED : "");
            });
        }

        @Override
        public void remove(List<String> things, Outcomes outcomes) throws InterruptedException {
            each(things, outcomes, (thing, refusals) -> {
                GitHubTeam.this.remove(thing, prepared);
                refusals.accepted();
                outcomes.succeeded(thing);
            });
        }

        private void each(List<String> things, Outcomes outcomes, Write write) throws InterruptedException {
            UnexplainedRefusals refusals = new UnexplainedRefusals(outcomes);
            try {
                outcomes.each(
                        things,
                        thing -> service.alone(() -> {
                            try {
                                write.of(thing, refusals);
                            } catch (AdapterException e) {
                                refusals.failed(thing, e);
                            }
                        }));
            } catch (AdapterException e) {
                refusals.end();
                throw e;
            }
            refusals.end();
        }
    }

    /** Adds or removes one thing. */
    @FunctionalInterface
    private interface Write {
        void of(String thing, UnexplainedRefusals refusals) throws IOException, InterruptedException;
    }

    private Prepared prepared(List<String> additions, List<String> removals) throws IOException, InterruptedException {
        service.checkOpen();
        Roster last = kept.get();
        // Cancelling an invitation needs no account. It is only looked up if the invitation is gone by then.
        Set<String> invited = last == null || isOld(last.readAt())
                ? Set.of()
                : removals.stream().filter(last::isListedByAddress).collect(Collectors.toSet());
        List<String> all = new ArrayList<>(additions);
        all.addAll(removals);
        Previewed known = previewed.get(name).orElse(Previewed.NOTHING);
        Map<String, Set<String>> logins = new HashMap<>(known.logins());
        logins.putAll(translation.logins(
                name,
                all.stream()
                        .filter(thing -> !known.logins().containsKey(thing) && !invited.contains(thing))
                        .toList()));
        Set<String> added = accounts(logins, additions);
        Set<String> removed = accounts(logins, removals);
        boolean promotes = options.role == Role.MAINTAINER && !added.isEmpty();
        Roster roster = kept.get();
        // Cancelling an invitation needs its id, which only a reading has.
        if (roster == null || isOld(roster.readAt()) || removed.stream().anyMatch(roster::hasInvited)) {
            roster = service.roster();
            kept.set(roster);
        } else {
            // A member who has left in the meantime has to be added again.
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
        Map<String, OrganizationStatus> statuses =
                options.invites ? Map.of() : statuses(added, wanted, names, roster, known);
        return new Prepared(roster, logins, names, promotes, added, new HashSet<>(), statuses, wanted);
    }

    /** Looks up the accounts that no preview has found in the organization and that are not invited. */
    private Map<String, OrganizationStatus> statuses(
            Set<String> added,
            Map<String, String> wanted,
            Map<String, List<String>> names,
            Roster roster,
            Previewed known)
            throws InterruptedException {
        List<String> unsure = added.stream()
                .filter(login -> !known.inOrganization().contains(Person.loginKey(login)))
                .filter(login -> !roster.hasInvited(login))
                .filter(login -> {
                    String thing = wanted.getOrDefault(Person.loginKey(login), login);
                    return invitation(thing, Optional.of(login), roster, names).isEmpty();
                })
                .toList();
        return service.statuses(unsure);
    }

    /** Returns the things of accounts, by {@link Person#loginKey}; an empty list for an account without a thing. */
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
     * Reads the maintainers again.
     *
     * @param all whether to read all members
     */
    private void readAgain(Roster roster, boolean all) throws InterruptedException {
        Reading reading = service.begin();
        if (all) {
            roster.membersAre(service.members(), reading);
        } else {
            roster.maintainersAre(service.maintainers(), reading);
        }
    }

    /** Reads the maintainers again each minute while writes run, because another program may change them. */
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
            return Added.ALREADY_THERE; // with its role
        }
        Optional<OrganizationStatus> status = login.map(Person::loginKey).map(prepared.statuses()::get);
        if (status.filter(OrganizationStatus.OUTSIDE::equals).isPresent()) {
            throw outside(thing);
        }
        if (status.filter(OrganizationStatus.NO_ACCOUNT::equals).isPresent()) {
            throw unknown(thing, ADDING);
        }
        String known = login.filter(some -> !prepared.gone().contains(some)).orElseThrow(() -> unknown(thing, ADDING));
        prepared.unsure().remove(known);
        TeamService.State state;
        try {
            state = service.add(known, options.role.word());
        } catch (AdapterException e) {
            // GitHub says not found for the team and for the account.
            if (e.kind() == FailureKind.NOT_FOUND && isNobody(known, prepared)) {
                throw unknown(thing, ADDING);
            }
            throw e;
        }
        if (state == TeamService.State.ACTIVE) {
            roster.joined(known, options.role == Role.MAINTAINER);
            return Added.JOINED;
        }
        if (!options.invites) { // the user has left the organization since it was looked up
            service.remove(known);
            throw outside(thing);
        }
        roster.invited(known);
        return Added.INVITED;
    }

    /** If one account does not exist, others may not either, so one query asks about as many as it can take. */
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

    /** Another thread may have removed a maintainer, so this one may be the last. */
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

    /** The preview finds this out before any write, unless the directory or an invitation has changed since then. */
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
                                    ? "Make another member a maintainer first."
                                    : "Protect it, or allow removing maintainers (remove-maintainers) or the owner of the"
                                            + " token (remove-token-owner).")
                    .build();
        }
    }

    /** GitHub says not found for the team, for an account that is gone, and after a removal whose answer was lost. */
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
            // Cancelling it would take it from the other teams too. Only an account can be taken off one team.
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
                // It was accepted, has expired, or was cancelled and the answer was lost. Or the credentials may not
                // see it.
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
                    .remedy("Remove the address from all accounts except one, in the source of the identities.")
                    .build();
        }
        return logins.stream().findFirst();
    }

    private AdapterException outside(String thing) {
        return AdapterException.of(
                        FailureKind.REFUSED_THING,
                        name,
                        ADDING,
                        thing + " is not in the organization, and invite is off")
                .remedy("Add the user to the organization first, or set invite: true to invite the user.")
                .build();
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

    /** Collects a listing: each member under its first thing, unless another member has that one. */
    private static final class Listed {
        private final String leftOutAs;
        private final Set<String> things = new LinkedHashSet<>();
        private final Map<String, String> aliases = new LinkedHashMap<>();
        private final Map<String, String> keptFor = new LinkedHashMap<>();
        private final Map<String, Integer> leftOut = new LinkedHashMap<>();
        /** The listed spelling of all members and invited users, by login and by address. */
        private final Map<String, String> spellings = new HashMap<>();

        /** Things that are listed only because their address is invited. */
        private final Set<String> byAddress = new HashSet<>();

        Listed(String leftOutAs) {
            this.leftOutAs = leftOutAs;
        }

        /** {@return whether the member's thing was not listed before} */
        boolean add(Optional<String> login, List<String> names, Optional<String> why) {
            if (names.isEmpty()) {
                leftOut.merge(leftOutAs, 1, Integer::sum);
                return false;
            }
            @Nullable String taken = spellings.get(Person.emailKey(names.get(0)));
            String listed = taken == null ? names.get(0) : taken;
            login.ifPresent(account -> spellings.put(Person.loginKey(account), listed));
            if (taken != null) {
                return false; // invited by the address of a member
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
