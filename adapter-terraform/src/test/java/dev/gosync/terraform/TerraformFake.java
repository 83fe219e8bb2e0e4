package dev.gosync.terraform;

import dev.gosync.adapter.FailureKind;
import dev.gosync.terraform.FakeOrganization.Member;
import dev.gosync.terraform.FakeOrganization.TeamState;
import dev.gosync.testkit.FakeAnswer;
import dev.gosync.testkit.FakeRequest;
import dev.gosync.testkit.FakeServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** An organization in HCP Terraform, which refuses what HCP Terraform refuses. */
public final class TerraformFake extends FakeServer {
    /** The organization. */
    public static final String ORGANIZATION = "acme";

    /** The team that adapters are for. */
    public static final String TEAM = "platform";

    /** The team that invited people join. */
    public static final String EVERYONE = "everyone";

    /** The team of the owners. */
    public static final String OWNERS = "owners";

    private static final String API = "/api/v2/";
    private static final String MEMBERSHIPS = API + "organizations/{organization}/organization-memberships";
    private static final String MEMBERSHIP = API + "organization-memberships/{membership}";
    private static final String MEMBERS = API + "teams/{team}/relationships/organization-memberships";
    private static final String TEAMS = API + "organizations/{organization}/teams";
    private static final int CALLS_A_SECOND = 30;

    private final FakeOrganization state = new FakeOrganization();
    private final Set<String> refusedAddresses = new HashSet<>();
    private String ownUser = "user-organization-token";
    private boolean isLimited;
    private int seats = Integer.MAX_VALUE;
    private Instant second = Instant.EPOCH;
    private int callsInSecond;

    /** An organization with its usual teams and no people. */
    public TerraformFake() {
        this(true);
    }

    TerraformFake(boolean hasTeams) {
        reads("account", "GET " + API + "account/details", this::account);
        reads("memberships.list", "GET " + MEMBERSHIPS, this::memberships);
        reads("memberships.show", "GET " + MEMBERSHIP, this::membership);
        writes("memberships.invite", "POST " + MEMBERSHIPS, this::invite);
        writes("memberships.remove", "DELETE " + MEMBERSHIP, this::removeMembership);
        reads("members.list", "GET " + MEMBERS, this::members);
        writes("members.add", "POST " + MEMBERS, this::addMembers);
        writes("members.remove", "DELETE " + MEMBERS, this::removeMembers);
        reads("teams.list", "GET " + TEAMS, this::teams);
        writes("teams.create", "POST " + TEAMS, this::createTeam);
        reads("teams.show", "GET " + API + "teams/{team}", this::team);
        writes("teams.delete", "DELETE " + API + "teams/{team}", this::deleteTeam);
        for (String operation : List.of("memberships.list", "memberships.invite", "members.list", "members.add")) {
            usualLimit(operation, CALLS_A_SECOND * 60);
        }
        if (hasTeams) {
            List.of(OWNERS, TEAM, EVERYONE).forEach(state::team);
        }
    }

    public static void main(String[] args) {
        serve(new TerraformFake(), args);
    }

    // --- What the service does

    private FakeAnswer account(FakeRequest request) {
        return limited(
                request,
                () -> FakeDocuments.json(
                        200,
                        Map.of(
                                "data",
                                Map.of("id", ownUser, "type", "users", "attributes", Map.of("username", "somebody")))));
    }

    private FakeAnswer memberships(FakeRequest request) {
        return inOrganization(request, () -> {
            Optional<String> email = request.query("filter[email]").map(TerraformDirectory::key);
            List<Member> some = state.members.values().stream()
                    .filter(member -> email.isEmpty() || member.key().equals(email.get()))
                    .toList();
            return FakeDocuments.page(request, state, some, state::resource);
        });
    }

    private FakeAnswer membership(FakeRequest request) {
        return limited(
                request,
                () -> Optional.ofNullable(state.members.get(request.parameter("membership")))
                        .map(member -> FakeDocuments.json(
                                200,
                                Map.of("data", state.resource(member), "included", state.included(List.of(member)))))
                        .orElseGet(FakeDocuments::notFound));
    }

    private FakeAnswer invite(FakeRequest request) {
        return inOrganization(request, () -> {
            Map<?, ?> data = FakeDocuments.resource(request, "organization-memberships");
            String email = FakeDocuments.text(
                    request, FakeDocuments.map(data.get("attributes")).get("email"), "email");
            Set<String> teams = FakeDocuments.identifiers(
                    request,
                    FakeDocuments.map(
                                    FakeDocuments.map(data.get("relationships")).get("teams"))
                            .get("data"),
                    "teams");
            if (teams.isEmpty()) {
                return FakeDocuments.error(422, "invalid attribute", "Teams can't be blank");
            }
            if (!state.teams.keySet().containsAll(teams)) {
                return FakeDocuments.notFound();
            }
            if (!email.contains("@") || refusedAddresses.contains(email)) {
                return FakeDocuments.error(422, "invalid attribute", "Email is invalid");
            }
            if (state.withEmail(email).isPresent()) {
                return FakeDocuments.error(422, "invalid attribute", "Email has already been taken");
            }
            if (state.members.size() >= seats) {
                return FakeDocuments.error(400, "bad request", "The organization has reached its limit of users");
            }
            Member member = state.person(email, "invited");
            member.teams.addAll(teams);
            return FakeDocuments.json(201, Map.of("data", state.resource(member)));
        });
    }

    private FakeAnswer removeMembership(FakeRequest request) {
        return limited(request, () -> {
            Member member = state.members.get(request.parameter("membership"));
            if (member == null) {
                return FakeDocuments.notFound();
            }
            boolean isOwnOwner = member.user.equals(ownUser) && state.isOwner(member);
            if (isOwnOwner || state.endsOwnership(Set.of(member))) {
                return FakeDocuments.error(403, "forbidden", "You cannot remove this owner");
            }
            state.members.remove(member.id);
            return FakeAnswer.empty(204);
        });
    }

    private FakeAnswer members(FakeRequest request) {
        return inTeam(request, team -> FakeDocuments.page(request, state, state.in(team.id), state::resource));
    }

    private FakeAnswer addMembers(FakeRequest request) {
        return changeMembers(request, (team, some) -> {
            for (Member member : some) {
                if (member.teams.contains(team.id)) {
                    return FakeDocuments.error(400, "bad request", "A user is already a member of the team");
                }
                if (member.isRefused) {
                    return FakeDocuments.error(400, "bad request", "A user cannot be a member of the team");
                }
            }
            some.forEach(member -> member.teams.add(team.id));
            return FakeAnswer.empty(204);
        });
    }

    private FakeAnswer removeMembers(FakeRequest request) {
        return changeMembers(request, (team, some) -> {
            if (some.stream().anyMatch(member -> !member.teams.contains(team.id))) {
                return FakeDocuments.error(400, "bad request", "A user is not a member of the team");
            }
            if (team.name.equals(OWNERS) && state.endsOwnership(some)) {
                return FakeDocuments.error(403, "forbidden", "The last active owner cannot be removed");
            }
            some.forEach(member -> member.teams.remove(team.id));
            return FakeAnswer.empty(204);
        });
    }

    private interface MembersChange {
        FakeAnswer of(TeamState team, Set<Member> some);
    }

    /** One name that is wrong refuses the whole request. */
    private FakeAnswer changeMembers(FakeRequest request, MembersChange change) {
        return inTeam(request, team -> {
            Set<String> ids = FakeDocuments.identifiers(
                    request, FakeDocuments.body(request).get("data"), "organization-memberships");
            if (ids.isEmpty()) {
                return FakeDocuments.error(422, "invalid attribute", "data can't be blank");
            }
            if (team.isManaged) {
                return FakeDocuments.error(403, "forbidden", "This group is managed by HCP");
            }
            if (team.isReadOnly) {
                return FakeDocuments.notFound();
            }
            if (!state.members.keySet().containsAll(ids)) {
                return FakeDocuments.error(400, "bad request", "A membership is not in the organization");
            }
            Set<Member> some = new LinkedHashSet<>();
            ids.forEach(id -> some.add(state.members.get(id)));
            return change.of(team, some);
        });
    }

    private FakeAnswer teams(FakeRequest request) {
        return inOrganization(request, () -> {
            Optional<List<String>> names = request.query("filter[names]").map(text -> List.of(text.split(",")));
            List<TeamState> some = state.teams.values().stream()
                    .filter(team -> names.isEmpty()
                            || names.get().stream()
                                    .map(TerraformDirectory::key)
                                    .anyMatch(TerraformDirectory.key(team.name)::equals))
                    .toList();
            return FakeDocuments.page(request, state, some, FakeOrganization::resource);
        });
    }

    private FakeAnswer team(FakeRequest request) {
        return inTeam(request, team -> FakeDocuments.json(200, Map.of("data", FakeOrganization.resource(team))));
    }

    private FakeAnswer createTeam(FakeRequest request) {
        return inOrganization(request, () -> {
            Map<?, ?> data = FakeDocuments.resource(request, "teams");
            String name = FakeDocuments.text(
                    request, FakeDocuments.map(data.get("attributes")).get("name"), "name");
            if (!name.matches("[A-Za-z0-9_-]+")) {
                return FakeDocuments.error(422, "invalid attribute", "Name can only include letters, numbers, - and _");
            }
            if (refusedAddresses.contains(name)) {
                return FakeDocuments.error(422, "invalid attribute", "Name is reserved");
            }
            if (state.named(name).isPresent()) {
                return FakeDocuments.error(422, "invalid attribute", "Name has already been taken");
            }
            return FakeDocuments.json(201, Map.of("data", FakeOrganization.resource(state.team(name))));
        });
    }

    private FakeAnswer deleteTeam(FakeRequest request) {
        return inTeam(request, team -> {
            if (team.isProtected || team.name.equals(OWNERS)) {
                return FakeDocuments.error(403, "forbidden", "This team cannot be deleted");
            }
            state.teams.remove(team.id);
            state.members.values().forEach(member -> member.teams.remove(team.id));
            return FakeAnswer.empty(204);
        });
    }

    // --- How it reads and answers

    private interface Work {
        FakeAnswer answer();
    }

    private FakeAnswer inOrganization(FakeRequest request, Work work) {
        return limited(
                request,
                () -> request.parameter("organization").equals(ORGANIZATION)
                        ? work.answer()
                        : FakeDocuments.notFound());
    }

    private FakeAnswer inTeam(FakeRequest request, Function<TeamState, FakeAnswer> work) {
        return limited(
                request,
                () -> Optional.ofNullable(state.teams.get(request.parameter("team")))
                        .map(work)
                        .orElseGet(FakeDocuments::notFound));
    }

    /** All calls of a user count together, whatever the token. */
    private FakeAnswer limited(FakeRequest request, Work work) {
        Instant now = serviceClock().instant();
        if (now.isAfter(second.plusSeconds(1))) {
            second = now;
            callsInSecond = 0;
        }
        if (isLimited && ++callsInSecond > CALLS_A_SECOND) {
            return refusal(FailureKind.RATE_LIMITED, request)
                    .header("X-RateLimit-Limit", String.valueOf(CALLS_A_SECOND))
                    .header("X-RateLimit-Reset", "1.2");
        }
        return work.answer();
    }

    @Override
    protected FakeAnswer refusal(FailureKind kind, FakeRequest request) {
        boolean isOfMembers = request.operation().startsWith("members.");
        return switch (kind) {
            case AUTHENTICATION -> FakeDocuments.error(401, "unauthorized", "");
            case PERMISSION -> FakeDocuments.error(403, "forbidden", "");
            case READ_ONLY -> FakeDocuments.error(403, "forbidden", "This group is managed by HCP");
            case NOT_FOUND, UNKNOWN_THING -> FakeDocuments.notFound();
            case REFUSED_THING -> FakeDocuments.error(isOfMembers ? 400 : 422, "invalid attribute", "refused");
            case INVALID_REQUEST -> FakeDocuments.error(isOfMembers ? 422 : 400, "bad request", "");
            case RATE_LIMITED -> FakeDocuments.error(429, "too many requests", "");
            case UNAVAILABLE -> FakeDocuments.error(503, "maintenance", "");
            case UNKNOWN -> FakeDocuments.error(409, "conflict", "");
            case MALFORMED_ANSWER -> FakeAnswer.text(200, "<html>Welcome to the hotel's network</html>");
        };
    }

    @Override
    protected FakeAnswer comeBack(FakeAnswer refusal, Duration wait) {
        return refusal.header("X-RateLimit-Limit", "30").header("X-RateLimit-Reset", String.valueOf(wait.toSeconds()));
    }

    // --- Its state, from its own side

    /** Puts people into the organization. Every second one has only been invited. */
    public synchronized void introduce(Collection<String> people) {
        people.forEach(this::member);
    }

    /** Puts people into the organization and into a team. */
    public synchronized void join(String team, Collection<String> people) {
        people.forEach(email -> member(email).teams.add(state.team(team).id));
    }

    /** Puts people who have accepted their invitations into a team. */
    synchronized void joinActive(String team, Collection<String> people) {
        join(team, people);
        people.forEach(email -> member(email).status = "active");
    }

    /** Makes people who have not accepted their invitations. */
    synchronized void invited(Collection<String> people) {
        people.forEach(email -> member(email).status = "invited");
    }

    /** Takes people out of a team. */
    public synchronized void leave(String team, Collection<String> people) {
        people.forEach(email -> member(email).teams.remove(state.team(team).id));
    }

    /** Takes people out of the organization. */
    public synchronized void depart(Collection<String> people) {
        people.forEach(email -> state.withEmail(email).ifPresent(member -> state.members.remove(member.id)));
    }

    /** Gives a person another address. */
    synchronized void rename(String email, String to) {
        member(email).email(to);
    }

    /** Makes people whom a team does not take. */
    synchronized void refuse(Collection<String> people) {
        people.forEach(email -> member(email).isRefused = true);
    }

    /** Refuses addresses that are invited and names of teams that are created. */
    synchronized void refuseNames(Collection<String> names) {
        refusedAddresses.addAll(names);
    }

    /** Makes service accounts, which are in the organization and in a team. */
    public synchronized void joinServices(String team, int count) {
        for (int i = 0; i < count; i++) {
            state.service().teams.add(state.team(team).id);
        }
    }

    synchronized void createTeams(Collection<String> names) {
        names.forEach(state::team);
    }

    synchronized void deleteTeams(Collection<String> names) {
        names.forEach(name -> state.named(name).ifPresent(team -> state.teams.remove(team.id)));
    }

    synchronized void protectTeams(Collection<String> names) {
        names.forEach(name -> state.team(name).isProtected = true);
    }

    synchronized void manage(String team) {
        state.team(team).isManaged = true;
    }

    synchronized void makeReadOnly(String team) {
        state.team(team).isReadOnly = true;
    }

    synchronized void limitToThirtyASecond() {
        isLimited = true;
    }

    synchronized void limitSeats(int people) {
        seats = people;
    }

    /** The token is that of this person. */
    synchronized void actAs(String email) {
        ownUser = member(email).user;
    }

    synchronized String teamId(String team) {
        return state.team(team).id;
    }

    synchronized String membershipId(String email) {
        return member(email).id;
    }

    /** The people of the organization. */
    public synchronized Set<String> people() {
        return emails(state.members.values());
    }

    /** The people of a team. */
    public synchronized Set<String> members(String team) {
        return emails(state.in(state.team(team).id));
    }

    synchronized List<String> memberList(String team) {
        return new ArrayList<>(emails(state.in(state.team(team).id)));
    }

    synchronized Set<String> teamNames(boolean onlyProtected) {
        Set<String> names = new TreeSet<>();
        state.teams.values().stream()
                .filter(team -> team.isProtected || !onlyProtected)
                .forEach(team -> names.add(team.name));
        return names;
    }

    /** How many service accounts there are. */
    public synchronized int services() {
        return (int) state.members.values().stream()
                .filter(member -> member.isService)
                .count();
    }

    /** What is kept about a person: the spelling, the status and the teams. */
    public synchronized String kept(String email) {
        return state.withEmail(email)
                .map(member -> member.id + " " + member.email() + " " + member.status + " " + member.teams)
                .orElse("nobody");
    }

    @Override
    protected void populate(int members, int accounts) {
        for (int i = 0; i < accounts; i++) {
            String email = "person%05d@example.com".formatted(i);
            join(i < members ? TEAM : EVERYONE, List.of(email));
        }
    }

    private Member member(String email) {
        return state.person(email, state.members.size() % 2 == 0 ? "active" : "invited");
    }

    private static Set<String> emails(Collection<Member> members) {
        Set<String> emails = new LinkedHashSet<>();
        members.stream().filter(member -> !member.isService).forEach(member -> emails.add(member.email()));
        return emails;
    }
}
