package dev.gosync.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gosync.adapter.http.HttpAnswer;
import dev.gosync.adapter.http.Pages;
import dev.gosync.github.Roster.Invitation;
import dev.gosync.github.Roster.Member;
import dev.gosync.github.Roster.Reading;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** The calls for one team. Threads may share it. */
final class TeamCalls {
    static final String ADD = "PUT /orgs/{org}/teams/{team_slug}/memberships/{username}";
    static final String REMOVE = "DELETE /orgs/{org}/teams/{team_slug}/memberships/{username}";
    static final String CANCEL = "DELETE /orgs/{org}/invitations/{invitation_id}";

    /** A reading that is older is repeated before a write. */
    private static final Duration RECENT = Duration.ofMinutes(1);

    private static final Pattern NEXT = Pattern.compile("rel=\"next\"");
    private static final String LISTING_INVITATIONS = "GET /orgs/{org}/teams/{team_slug}/invitations";

    /** The result of an addition. */
    enum State {
        ACTIVE,
        PENDING
    }

    /** Whether an account exists and is in the organization. */
    enum OrganizationStatus {
        IN_ORGANIZATION,
        OUTSIDE,
        NO_ACCOUNT
    }

    /** The answer to one query for members: a page from the start and a page from the end, each with its next cursor. */
    private record Ends(
            String owner,
            List<Member> start,
            @Nullable String next,
            List<Member> end,
            @Nullable String previous) {}

    private record InvitationPage(List<String> ids, List<Invitation> open, boolean isLast) {}

    private final GitHubApi api;
    private final String organization;
    private final String team;
    private final String place;

    private final ServerInvitations serverInvitations;

    TeamCalls(GitHubApi api, String organization, String team, String place, ServerInvitations serverInvitations) {
        this.api = api;
        this.organization = organization;
        this.team = team;
        this.place = place;
        this.serverInvitations = serverInvitations;
    }

    /** {@return the name of the team} */
    String place() {
        return place;
    }

    Clock clock() {
        return api.retry().clock();
    }

    Duration cacheFor() {
        return api.cacheFor();
    }

    void checkOpen() {
        api.checkOpen();
    }

    Roster roster() throws InterruptedException {
        Reading reading = begin();
        List<Member> members = new ArrayList<>();
        String owner = members(Optional.empty(), members);
        return new Roster(owner, reading, members, invitations());
    }

    private Reading begin() {
        return new Reading(clock().instant(), maintainerRemovals());
    }

    boolean isOld(Instant readAt) {
        return readAt.plus(RECENT).isBefore(clock().instant());
    }

    /**
     * Reads the maintainers again.
     *
     * @param all whether to read all members
     */
    void readAgain(Roster roster, boolean all) throws InterruptedException {
        Reading reading = begin();
        List<Member> members = new ArrayList<>();
        members(all ? Optional.empty() : Optional.of("MAINTAINER"), members);
        if (all) {
            roster.membersAre(members, reading);
        } else {
            roster.maintainersAre(members, reading);
        }
    }

    /** {@return how many removals of a maintainer began or ended in this process} */
    int maintainerRemovals() {
        return api.maintainerRemovals(place);
    }

    /** Does several calls without a write of another thread between them. */
    void alone(GitHubApi.Work work) throws IOException, InterruptedException {
        api.alone(work);
    }

    /** Reads from both ends until they meet, which takes half the calls, and returns the owner of the token. */
    private String members(Optional<String> role, List<Member> all) throws InterruptedException {
        Map<String, Member> fromStart = new LinkedHashMap<>();
        Map<String, Member> fromEnd = new LinkedHashMap<>();
        Optional<String> after = Optional.empty();
        Optional<String> before = Optional.empty();
        String operation = Document.TEAM_MEMBERS.operation();
        Pages forwards = Pages.of(place, operation);
        Pages backwards = Pages.of(place, operation);
        Ends ends;
        do {
            ends = ends(role, after, before);
            ends.start().forEach(member -> fromStart.put(GitHubAccount.loginKey(member.login()), member));
            ends.end().forEach(member -> fromEnd.put(GitHubAccount.loginKey(member.login()), member));
            after = forwards.next(ends.start(), ends.next());
            before = backwards.next(ends.end(), ends.previous());
        } while (after.isPresent() && before.isPresent() && Collections.disjoint(fromStart.keySet(), fromEnd.keySet()));
        fromEnd.forEach(fromStart::putIfAbsent);
        all.addAll(fromStart.values());
        return ends.owner();
    }

    private Ends ends(Optional<String> role, Optional<String> after, Optional<String> before)
            throws InterruptedException {
        Map<String, Object> variables = new LinkedHashMap<>(Map.of("organization", organization, "team", team));
        role.ifPresent(only -> variables.put("role", only));
        after.ifPresent(cursor -> variables.put("after", cursor));
        before.ifPresent(cursor -> variables.put("before", cursor));
        return api.query(place, Document.TEAM_MEMBERS, variables, data -> {
            JsonNode found = data.required("organization").path("team");
            if (!found.isObject()) {
                throw api.failures()
                        .notFound(
                                place,
                                Document.TEAM_MEMBERS.operation(),
                                data.required("organization").isNull()
                                        ? "the organization was not found"
                                        : "the team was not found");
            }
            JsonNode start = found.required("start");
            JsonNode end = found.required("end");
            return new Ends(
                    GitHubApi.text(data.required("viewer"), "login"),
                    members(start),
                    GitHubApi.next(start),
                    members(end),
                    GitHubApi.previous(end));
        });
    }

    private static List<Member> members(JsonNode connection) {
        List<Member> some = new ArrayList<>();
        for (JsonNode edge : GitHubApi.list(connection, "edges")) {
            some.add(new Member(
                    GitHubApi.text(edge.required("node"), "login"),
                    GitHubApi.text(edge, "role").equals("MAINTAINER")));
        }
        return some;
    }

    private List<Invitation> invitations() throws InterruptedException {
        return api.endpoints().isServer()
                ? serverInvitations.read(this::openInvitations, this::isThere)
                : openInvitations();
    }

    /** Returns the invitations that can still be accepted. GitHub does not list expired ones, and marks failed ones. */
    private List<Invitation> openInvitations() throws InterruptedException {
        List<Invitation> all = new ArrayList<>();
        Pages pages = Pages.of(place, LISTING_INVITATIONS);
        Optional<String> number = Optional.of("1");
        while (number.isPresent()) {
            InvitationPage page = invitations(number.get());
            all.addAll(page.open());
            String next = page.isLast() ? null : String.valueOf(Integer.parseInt(number.get()) + 1);
            number = pages.next(page.ids(), next);
        }
        return all;
    }

    /**
     * Looks the team up by REST, which tells a Server without invitations from a team that was not found. kohsuke's
     * client would ask for the organization first, which takes one more call.
     */
    private boolean isThere() throws InterruptedException {
        return api.get(
                place,
                "GET /orgs/{org}/teams/{team_slug}",
                api.endpoints().rest("orgs", organization, "teams", team),
                answer -> GitHubApi.json(answer).hasNonNull("slug"));
    }

    private InvitationPage invitations(String number) throws InterruptedException {
        HttpUrl url = teamUrl("invitations")
                .addQueryParameter("per_page", "100")
                .addQueryParameter("page", number)
                .build();
        return api.get(place, LISTING_INVITATIONS, url, TeamCalls::invitationPage);
    }

    private static InvitationPage invitationPage(HttpAnswer answer) {
        JsonNode json = GitHubApi.json(answer);
        if (!json.isArray()) {
            throw new IllegalArgumentException("the answer is not a list of invitations");
        }
        List<String> ids = new ArrayList<>();
        List<Invitation> open = new ArrayList<>();
        for (JsonNode invitation : json) {
            long id = number(invitation, "id");
            ids.add(String.valueOf(id));
            if (invitation.path("failed_at").asText("").isBlank()) { // GitHub's example has an empty text
                open.add(new Invitation(
                        id,
                        optional(invitation, "login"),
                        optional(invitation, "email"),
                        number(invitation, "team_count")));
            }
        }
        boolean isLast =
                answer.header("Link").filter(link -> NEXT.matcher(link).find()).isEmpty();
        return new InvitationPage(ids, open, isLast);
    }

    private static long number(JsonNode object, String field) {
        JsonNode value = object.required(field);
        if (!value.isIntegralNumber()) {
            throw new IllegalArgumentException("the answer's " + field + " is not a number");
        }
        return value.longValue();
    }

    private static Optional<String> optional(JsonNode object, String field) {
        return Optional.ofNullable(object.path(field).textValue()).filter(text -> !text.isBlank());
    }

    /**
     * Returns which of these logins are accounts, by {@link GitHubAccount#loginKey}.
     *
     * @param logins at most {@link Document#MOST}
     */
    Set<String> accounts(List<String> logins) throws InterruptedException {
        return api.queryEach(place, Document.USERS, Map.of(), "login", logins, data -> {
            Set<String> there = new HashSet<>();
            for (int i = 0; i < logins.size(); i++) {
                JsonNode user = data.required("user_" + i);
                if (!user.isNull()) {
                    there.add(GitHubAccount.loginKey(GitHubApi.text(user, "login")));
                }
            }
            return there;
        });
    }

    /** {@return the status of each account, by {@link GitHubAccount#loginKey}; one call for each {@link Document#MOST}} */
    Map<String, OrganizationStatus> statuses(List<String> logins) throws InterruptedException {
        Map<String, OrganizationStatus> found = new HashMap<>();
        for (int from = 0; from < logins.size(); from += Document.MOST) {
            List<String> some = logins.subList(from, Math.min(from + Document.MOST, logins.size()));
            found.putAll(api.queryEach(
                    place,
                    Document.ORGANIZATION_MEMBERS,
                    Map.of("organization", organization),
                    "login",
                    some,
                    data -> statuses(some, data)));
        }
        return found;
    }

    private static Map<String, OrganizationStatus> statuses(List<String> logins, JsonNode data) {
        Map<String, OrganizationStatus> found = new HashMap<>();
        for (int i = 0; i < logins.size(); i++) {
            JsonNode user = data.required("user_" + i);
            found.put(
                    GitHubAccount.loginKey(logins.get(i)),
                    user.isNull()
                            ? OrganizationStatus.NO_ACCOUNT
                            : user.required("organization").isNull()
                                    ? OrganizationStatus.OUTSIDE
                                    : OrganizationStatus.IN_ORGANIZATION);
        }
        return found;
    }

    State add(String login, String role) throws InterruptedException {
        return api.write(
                place,
                ADD,
                "PUT",
                teamUrl("memberships").addPathSegment(login).build(),
                Map.of("role", role),
                answer -> switch (GitHubApi.text(GitHubApi.json(answer), "state")) {
                    case "active" -> State.ACTIVE;
                    case "pending" -> State.PENDING;
                    default -> throw new IllegalArgumentException("the answer's state is neither active nor pending");
                });
    }

    /** Counts the removal of a maintainer: once when it begins and once when it ends. */
    void countMaintainerRemoval() {
        api.countMaintainerRemoval(place);
    }

    void remove(String login) throws InterruptedException {
        api.write(
                place,
                REMOVE,
                "DELETE",
                teamUrl("memberships").addPathSegment(login).build(),
                Map.of(),
                TeamCalls::nothing);
    }

    void cancel(Invitation invitation) throws InterruptedException {
        api.write(
                place,
                CANCEL,
                "DELETE",
                api.endpoints().rest("orgs", organization, "invitations", String.valueOf(invitation.id())),
                Map.of(),
                TeamCalls::nothing);
    }

    private static Boolean nothing(HttpAnswer answer) {
        if (answer.status() != 204) {
            throw new IllegalArgumentException("the answer is not 204 No Content");
        }
        return true;
    }

    private HttpUrl.Builder teamUrl(String part) {
        return api.endpoints().rest("orgs", organization, "teams", team, part).newBuilder();
    }
}
