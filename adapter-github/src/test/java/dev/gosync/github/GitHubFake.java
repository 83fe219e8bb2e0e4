package dev.gosync.github;

import static dev.gosync.github.FakeState.key;

import dev.gosync.adapter.FailureKind;
import dev.gosync.github.FakeState.Account;
import dev.gosync.github.FakeState.Invitation;
import dev.gosync.github.FakeState.Team;
import dev.gosync.github.GraphQlText.Query;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.FakeAnswer;
import dev.gosync.testkit.FakeRequest;
import dev.gosync.testkit.FakeServer;
import dev.gosync.testkit.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A GitHub Enterprise Server with one organization, {@value #ORGANIZATION}, and its team {@value #TEAM}: REST below {@code
 * /api/v3}, GraphQL at {@code /api/graphql}. It accepts the secret as a token, and the tokens of an App after it got the
 * App's key.
 */
public final class GitHubFake extends FakeServer {
    /** The only organization. */
    public static final String ORGANIZATION = "acme";

    /** The team that exists from the start. */
    public static final String TEAM = "platform";

    /** The enterprise of the organization. */
    public static final String ENTERPRISE = "acme-group";

    /** The account that owns the token. */
    public static final String OWNER = "token-owner";

    /** The installation of the App. */
    public static final long INSTALLATION = 4711;

    /** The owner of the identity provider. */
    public enum Provider {
        ORGANIZATION,
        ENTERPRISE,
        NOBODY
    }

    private static final String REST = "/api/v3";
    private static final String MEMBERSHIP = REST + "/orgs/{org}/teams/{team}/memberships/{login}";

    private final FakeState state = new FakeState();
    private final FakeGraphQl graphQl = new FakeGraphQl(state);
    private final Map<String, String> loginsByEmail = new HashMap<>();
    private final Map<String, Instant> appTokens = new HashMap<>();
    private final Map<String, Deque<FakeAnswer>> nextAnswers = new HashMap<>();
    private Optional<String> scopes = Optional.empty();
    private @Nullable PublicKey appKey;
    private String appPermission = "write";
    private boolean suspended;
    private boolean full;
    private boolean refusesAdditions;
    private boolean hasNoInvitations;
    private String lastToken = "";

    /** What the last request was sent with. */
    private String lastCredentials = "";

    private int sent;
    private long numbers;

    public GitHubFake() {
        reads("graphql", "POST /api/graphql", this::graphQl);
        reads("installation", "GET " + REST + "/orgs/{org}/installation", this::installation);
        reads("token", "POST " + REST + "/app/installations/{id}/access_tokens", this::token);
        reads("team", "GET " + REST + "/orgs/{org}/teams/{team}", this::lookUpTeam);
        reads("invitations", "GET " + REST + "/orgs/{org}/teams/{team}/invitations", this::listInvitations);
        writes("add", "PUT " + MEMBERSHIP, this::add);
        writes("remove", "DELETE " + MEMBERSHIP, this::remove);
        writes("cancel", "DELETE " + REST + "/orgs/{org}/invitations/{id}", this::cancel);
        usualLimit("add", 180);
        usualLimit("remove", 180);
        usualLimit("graphql", 2000);
        state.teams.put(TEAM, new Team());
        state.account(OWNER);
    }

    public static void main(String[] args) {
        serve(new GitHubFake(), args);
    }

    // --- Authentication

    @Override
    protected boolean authenticates(FakeRequest request) {
        String token = token(request.header("Authorization"));
        lastCredentials = token;
        boolean asApp = Set.of("installation", "token").contains(request.operation());
        if (asApp) {
            return isSigned(token);
        }
        Instant end = appTokens.get(token);
        return token.equals(Conditions.SECRET)
                || (end != null && end.isAfter(serviceClock().instant()));
    }

    private static String token(Optional<String> authorization) {
        return authorization.orElse("").replaceFirst("^Bearer ", "");
    }

    private boolean isSigned(String token) {
        String[] parts = token.split("\\.", -1);
        if (appKey == null || parts.length != 3) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(appKey);
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            Map<String, Object> claims =
                    Json.readObject(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
            long now = serviceClock().instant().getEpochSecond();
            return signature.verify(Base64.getUrlDecoder().decode(parts[2]))
                    && claims.get("iss").equals("123456")
                    && (Long) claims.get("iat") <= now
                    && (Long) claims.get("exp") > now
                    && (Long) claims.get("exp") - (Long) claims.get("iat") <= 600;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private FakeAnswer installation(FakeRequest request) {
        if (!isOrganization(request)) {
            return refusal(FailureKind.NOT_FOUND, request);
        }
        return canned(request, () -> FakeAnswer.json(200, records().installation(permissions(), suspended)));
    }

    private FakeAnswer token(FakeRequest request) {
        if (!request.parameter("id").equals(String.valueOf(INSTALLATION))) {
            return refusal(FailureKind.NOT_FOUND, request);
        }
        return canned(request, () -> {
            String token = "ghs_" + ++numbers + Conditions.SECRET + "kR8wZ3pQ6tYv1nB5xM7c";
            lastToken = token;
            Instant end = serviceClock().instant().plus(Duration.ofHours(1));
            appTokens.put(token, end);
            return FakeAnswer.json(201, records().token(token, end.toString(), permissions()));
        });
    }

    private Map<String, Object> permissions() {
        return appPermission.isEmpty()
                ? Map.of("metadata", "read")
                : Map.of("metadata", "read", "members", appPermission);
    }

    private FakeRecords records() {
        return new FakeRecords(address() + REST);
    }

    // --- GraphQL

    private FakeAnswer graphQl(FakeRequest request) {
        Map<String, @Nullable Object> body = request.json();
        if (!body.keySet().equals(Set.of("query", "operationName", "variables"))
                || !(body.get("variables") instanceof Map<?, ?> variables)) {
            throw request.bad("the body is not a query with its name and variables");
        }
        Query query;
        try {
            query = graphQl.checked(request.json("query"), variables);
        } catch (IllegalArgumentException e) {
            throw request.bad(String.valueOf(e.getMessage()));
        }
        if (!query.name().equals(body.get("operationName"))) {
            throw request.bad("there is no operation " + body.get("operationName"));
        }
        Deque<FakeAnswer> next = nextAnswers.getOrDefault(query.name(), new ArrayDeque<>());
        if (!next.isEmpty()) {
            return next.remove();
        }
        return canned(request, () -> scoped(FakeAnswer.json(200, graphQl.answer(query, variables))));
    }

    // --- REST

    private FakeAnswer lookUpTeam(FakeRequest request) {
        Team team = team(request);
        if (!isOrganization(request) || team == null) {
            return refusal(FailureKind.NOT_FOUND, request);
        }
        return canned(
                request,
                () -> read(FakeAnswer.json(200, records().team(key(request.parameter("team")), team.roles.size()))));
    }

    /** Answers like GitHub for an unknown path. */
    private static FakeAnswer unknownPath() {
        return FakeAnswer.json(
                404,
                Map.of(
                        "message",
                        "Not Found",
                        "documentation_url",
                        "https://docs.github.com/enterprise-server@3.19/rest",
                        "status",
                        "404"));
    }

    private FakeAnswer listInvitations(FakeRequest request) {
        if (hasNoInvitations) {
            return unknownPath();
        }
        if (!isOrganization(request) || team(request) == null) {
            return refusal(FailureKind.NOT_FOUND, request);
        }
        int size = request.query("per_page", 30);
        int page = request.query("page", 1);
        if (size < 1 || size > 100 || page < 1) {
            throw request.bad("a page holds 1 to 100");
        }
        String team = key(request.parameter("team"));
        List<Invitation> all = state.invitations.stream()
                .filter(invitation -> invitation.teams.contains(team))
                .toList();
        int from = Math.min((page - 1) * size, all.size());
        int to = Math.min(from + size, all.size());
        FakeRecords records = records();
        FakeAnswer answer = FakeAnswer.json(
                200, all.subList(from, to).stream().map(records::invitation).toList());
        String next =
                "<" + address() + request.path() + "?per_page=" + size + "&page=" + (page + 1) + ">; rel=\"next\"";
        return canned(request, () -> read(to < all.size() ? answer.header("Link", next) : answer));
    }

    private FakeAnswer add(FakeRequest request) {
        Map<String, @Nullable Object> body = request.json();
        String role = request.json("role");
        if (body.size() != 1 || !Set.of("member", "maintainer").contains(role)) {
            throw request.bad("the body is not a role");
        }
        Team team = team(request);
        Account account = state.accounts.get(key(request.parameter("login")));
        if (!isOrganization(request) || team == null || account == null) {
            return refusal(FailureKind.NOT_FOUND, request);
        }
        return canned(request, () -> {
            if (team.managedElsewhere) {
                return refusal(FailureKind.READ_ONLY, request);
            }
            if (refusesAdditions) {
                return refusal(FailureKind.PERMISSION, request);
            }
            if (account.refused) {
                return refusal(FailureKind.REFUSED_THING, request);
            }
            if (account.refusal != null) {
                return account.refusal;
            }
            if (account.inOrganization) {
                team.roles.put(key(account.login), role);
                team.writes.merge(key(account.login), 1, Integer::sum);
                return FakeAnswer.json(
                        200, records().membership(request.parameter("team"), account.login, role, "active"));
            }
            @Nullable Invitation open = state.invitations.stream()
                    .filter(each -> !each.failed
                            && each.login
                                    .map(FakeState::key)
                                    .filter(key(account.login)::equals)
                                    .isPresent())
                    .findFirst()
                    .orElse(null);
            if (open == null && full) {
                return noSeat();
            }
            open = open == null ? invited(Optional.of(account.login), Optional.empty()) : open;
            open.teams.add(key(request.parameter("team")));
            return FakeAnswer.json(
                    200, records().membership(request.parameter("team"), account.login, role, "pending"));
        });
    }

    private Invitation invited(Optional<String> login, Optional<String> email) {
        Invitation invitation = new Invitation(++numbers, login, email);
        state.invitations.add(invitation);
        sent++;
        return invitation;
    }

    private FakeAnswer remove(FakeRequest request) {
        Team team = team(request);
        if (!isOrganization(request) || team == null || !state.accounts.containsKey(key(request.parameter("login")))) {
            return refusal(FailureKind.NOT_FOUND, request);
        }
        return canned(request, () -> {
            if (team.managedElsewhere) {
                return refusal(FailureKind.READ_ONLY, request);
            }
            String login = key(request.parameter("login"));
            @Nullable FakeAnswer refusal = Objects.requireNonNull(state.accounts.get(login)).refusal;
            if (refusal != null) {
                return refusal;
            }
            team.roles.remove(login);
            team.writes.merge(login, 1, Integer::sum);
            state.invitations.stream()
                    .filter(each ->
                            each.login.map(FakeState::key).filter(login::equals).isPresent())
                    .forEach(each -> each.teams.remove(key(request.parameter("team"))));
            return FakeAnswer.empty(204);
        });
    }

    private FakeAnswer cancel(FakeRequest request) {
        if (hasNoInvitations) {
            return unknownPath();
        }
        if (!isOrganization(request)) {
            return refusal(FailureKind.NOT_FOUND, request);
        }
        return canned(request, () -> {
            boolean there = state.invitations.removeIf(
                    each -> String.valueOf(each.id).equals(request.parameter("id")) && !each.failed);
            return there ? FakeAnswer.empty(204) : refusal(FailureKind.NOT_FOUND, request);
        });
    }

    private static boolean isOrganization(FakeRequest request) {
        return key(request.parameter("org")).equals(ORGANIZATION);
    }

    private @Nullable Team team(FakeRequest request) {
        return state.teams.get(key(request.parameter("team")));
    }

    /** Returns the next answer that the test has set, otherwise the usual one. */
    private FakeAnswer canned(FakeRequest request, Supplier<FakeAnswer> usual) {
        Deque<FakeAnswer> next = nextAnswers.getOrDefault(request.operation(), new ArrayDeque<>());
        return next.isEmpty() ? usual.get() : next.remove();
    }

    /** Adds the headers that a success has. GitHub lets clients keep what they read by REST for a minute. */
    private FakeAnswer read(FakeAnswer answer) {
        return scoped(answer).header("Cache-Control", "private, max-age=60, s-maxage=60");
    }

    private FakeAnswer scoped(FakeAnswer answer) {
        return scopes.map(held -> answer.header("X-OAuth-Scopes", held)).orElse(answer);
    }

    // --- Refusals

    @Override
    protected FakeAnswer refusal(FailureKind kind, FakeRequest request) {
        lastCredentials = token(request.header("Authorization"));
        if (kind == FailureKind.AUTHENTICATION) {
            return message(401, "Bad credentials", request);
        }
        if (kind == FailureKind.MALFORMED_ANSWER) {
            return FakeAnswer.text(200, "<html>Welcome to the hotel's network</html>");
        }
        return request.operation().equals("graphql") ? graphQlRefusal(kind) : restRefusal(kind, request);
    }

    private static FakeAnswer restRefusal(FailureKind kind, FakeRequest request) {
        return switch (kind) {
            case READ_ONLY ->
                message(
                        403,
                        "You cannot create or update members for an external group backed team since they are managed"
                                + " by Acme.",
                        request);
            case REFUSED_THING ->
                invalid(
                        "Validation Failed",
                        Map.of("resource", "TeamMember", "code", "unprocessable", "field", "user"));
            case NOT_FOUND, UNKNOWN_THING -> message(404, "Not Found", request);
            case INVALID_REQUEST -> message(400, "Problems parsing JSON", request);
            case RATE_LIMITED ->
                message(403, "You have exceeded a secondary rate limit. Please wait a few minutes.", request);
            case UNAVAILABLE -> message(503, "Service unavailable", request);
            case UNKNOWN -> message(451, "Unavailable for legal reasons", request);
            default ->
                message(403, "You must be an organization owner or team maintainer to add a team membership.", request);
        };
    }

    /** GraphQL refuses with HTTP 200. */
    @Override
    protected boolean isRefusal(FakeAnswer answer) {
        return super.isRefusal(answer) || answer.body().contains("\"errors\":[");
    }

    /** Repeats what the client has sent, in the message and in each error. An App does not send the secret itself. */
    @Override
    protected FakeAnswer quoting(FakeAnswer refusal, String words) {
        String repeated = words.replace(Conditions.SECRET, lastCredentials)
                .replaceAll("[^ (]+\\.\\.\\.", lastCredentials.substring(0, lastCredentials.length() / 2) + "...");
        if (!refusal.body().startsWith("{")) {
            return super.quoting(refusal, repeated);
        }
        Map<String, @Nullable Object> quoted = new LinkedHashMap<>(Json.readObject(refusal.body()));
        quoted.merge("message", repeated, (message, more) -> message + " " + more);
        quoted.computeIfPresent(
                "errors",
                (name, errors) -> ((List<?>) errors)
                        .stream()
                                .map(each -> {
                                    Map<Object, Object> error = new LinkedHashMap<>((Map<?, ?>) each);
                                    error.merge("message", repeated, (message, more) -> message + " " + more);
                                    return error;
                                })
                                .toList());
        return refusal.body(Json.write(quoted));
    }

    /** Says nothing of the membership. What else an answer says, and a field that GitHub may add, prove nothing. */
    @Override
    protected FakeAnswer bare(FakeAnswer success) {
        if (success.body().isEmpty()) {
            return success;
        }
        Map<String, @Nullable Object> bare = new LinkedHashMap<>(Json.readObject(success.body()));
        bare.keySet().removeAll(Set.of("role", "state"));
        return success.body(Json.write(bare));
    }

    /** GraphQL's limit says when it is reset, and all others say how long to wait. */
    @Override
    protected FakeAnswer comeBack(FakeAnswer refusal, Duration wait) {
        if (refusal.status() != 200) {
            return super.comeBack(refusal, wait);
        }
        Instant reset = serviceClock().instant().plus(wait);
        return refusal.header("X-RateLimit-Limit", "5000")
                .header("X-RateLimit-Remaining", "0")
                .header("X-RateLimit-Used", "5000")
                .header("X-RateLimit-Resource", "graphql")
                .header("X-RateLimit-Reset", String.valueOf(reset.getEpochSecond() + (reset.getNano() > 0 ? 1 : 0)));
    }

    /** Returns a 422 as GitHub sends it. */
    static FakeAnswer invalid(String message, Map<String, ?> error) {
        return FakeAnswer.json(
                422,
                FakeRecords.error(
                        422, message, "add-or-update-team-membership-for-a-user", Optional.of(List.of(error))));
    }

    /** Returns an error with a message and no code, as GitHub sends it. */
    static FakeAnswer message(int status, String message) {
        return FakeAnswer.json(
                status,
                FakeRecords.error(status, message, "add-or-update-team-membership-for-a-user", Optional.empty()));
    }

    private static FakeAnswer graphQlRefusal(FailureKind kind) {
        return switch (kind) {
            case NOT_FOUND -> error("NOT_FOUND", "Could not resolve to an Organization with that login.");
            case INVALID_REQUEST ->
                FakeAnswer.json(
                        200,
                        Map.of(
                                "errors",
                                List.of(Map.of(
                                        "message",
                                        "Field doesn't exist",
                                        "extensions",
                                        Map.of("code", "undefinedField")))));
            case RATE_LIMITED -> error("RATE_LIMITED", "API rate limit exceeded for user ID 1.");
            case UNAVAILABLE -> FakeAnswer.text(502, "<html>Unicorn!</html>");
            case UNKNOWN -> error("UNPROCESSABLE", "Something else");
            default -> error("FORBIDDEN", "Resource not accessible by personal access token");
        };
    }

    private static FakeAnswer noSeat() {
        return FakeAnswer.json(
                422,
                Map.of(
                        "message",
                        "You must purchase at least one more seat to add this user as a member.",
                        "errors",
                        List.of(Map.of("code", "no_seat", "field", "user")),
                        "documentation_url",
                        "https://github.com/organizations/acme/settings/billing/seats"));
    }

    private static FakeAnswer message(int status, String message, FakeRequest request) {
        return FakeAnswer.json(status, FakeRecords.error(status, message, request.operation(), Optional.empty()));
    }

    private static FakeAnswer error(String type, String message) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("data", null);
        answer.put("errors", List.of(Map.of("type", type, "path", List.of("organization"), "message", message)));
        return FakeAnswer.json(200, answer);
    }

    // --- Its state

    /** Opens an account in the organization. */
    public synchronized void open(String login) {
        state.account(login);
    }

    /** Opens an account that is not in the organization. */
    public synchronized void openOutside(String login) {
        state.account(login).inOrganization = false;
    }

    /** Deletes an account. */
    public synchronized void close(String login) {
        state.accounts.remove(key(login));
        state.teams.values().forEach(team -> team.roles.remove(key(login)));
    }

    /** Sets the names and addresses of an account at the identity provider. */
    public synchronized void identify(
            String login, @Nullable String nameId, @Nullable String scimName, String... emails) {
        Account account = state.account(login);
        state.identify(account, nameId);
        account.scimName = scimName;
        account.emails = List.of(emails);
    }

    /** Sets the verified addresses of an account. */
    public synchronized void verify(String login, String... emails) {
        state.account(login).verified = List.of(emails);
    }

    /** Opens an account for each address and links it at the identity provider. */
    public synchronized void introduce(Collection<String> emails) {
        emails.forEach(this::login);
    }

    /** {@return the login of an address that was introduced} */
    public synchronized String loginOf(String email) {
        return login(email);
    }

    private String login(String email) {
        return loginsByEmail.computeIfAbsent(key(email), ignored -> {
            String login = "user-" + (state.accounts.size() + 1);
            state.identify(state.account(login), email);
            state.account(login).verified = List.of(email);
            return login;
        });
    }

    /** Refuses to add the account of an address, or of a login, to any team. */
    public synchronized void refuse(String thing) {
        state.account(thing.contains("@") ? login(thing) : thing).refused = true;
    }

    /** Refuses to add or remove this account with this answer. */
    public synchronized void refuse(String login, FakeAnswer answer) {
        state.account(login).refusal = answer;
    }

    /** Becomes a Server that has no invitations, as GitHub's OpenAPI descriptions 3.17 to 3.19 have none. */
    public synchronized void publishNoInvitations() {
        this.hasNoInvitations = true;
    }

    /** Leaves the organization without a free seat. */
    public synchronized void fill() {
        this.full = true;
    }

    /** Lets the credentials remove members but not add them. */
    public synchronized void refuseAdditions() {
        this.refusesAdditions = true;
    }

    /** Adds members with a role, by address or by login. */
    public synchronized void join(String team, String role, Collection<String> things) {
        things.forEach(thing -> {
            String login = thing.contains("@") ? login(thing) : state.account(thing).login;
            state.team(team).roles.put(key(login), role);
        });
    }

    /** Removes a member. */
    public synchronized void leave(String team, String login) {
        state.team(team).roles.remove(key(login));
    }

    /** Makes a team if it does not exist. */
    public synchronized void found(String slug) {
        state.team(slug);
    }

    /** Makes a team the child of another. */
    public synchronized void nest(String parent, String child) {
        state.team(child);
        state.team(parent).children.add(child);
    }

    /** Lets an identity provider manage a team. */
    public synchronized void manageElsewhere(String team) {
        state.team(team).managedElsewhere = true;
    }

    /** Invites an account that is not in the organization. */
    public synchronized void invite(String login, String... to) {
        state.account(login).inOrganization = false;
        invited(Optional.of(login), Optional.empty()).teams.addAll(List.of(to));
        sent = 0;
    }

    /** Opens an account for each address that is not in the organization. */
    public synchronized void introduceOutside(Collection<String> emails) {
        emails.forEach(email -> state.account(login(email)).inOrganization = false);
    }

    /** Takes back the invitation of an account to a team, as if it had been accepted or cancelled. */
    public synchronized void closeInvitation(String login, String team) {
        state.invitations.removeIf(each -> each.teams.contains(key(team))
                && each.login.map(FakeState::key).filter(key(login)::equals).isPresent());
    }

    /** Invites an e-mail address. */
    public synchronized void inviteEmail(String email, String... to) {
        invited(Optional.empty(), Optional.of(email)).teams.addAll(List.of(to));
        sent = 0;
    }

    /** Lets the invitation of an account fail. GitHub still lists it, as failed. */
    public synchronized void failInvitation(String login) {
        state.invitations.stream()
                .filter(each -> each.login.filter(login::equals).isPresent())
                .forEach(each -> each.failed = true);
    }

    /** Lets the invitation of an account or an address expire. GitHub no longer lists it. */
    public synchronized void expireInvitation(String login) {
        state.invitations.removeIf(
                each -> each.login.or(() -> each.email).filter(login::equals).isPresent());
    }

    /** {@return how many invitations were sent since a test last called {@link #invite} or {@link #inviteEmail}} */
    public synchronized int invitationsSent() {
        return sent;
    }

    /** {@return the logins and addresses that are invited to a team} */
    public synchronized Set<String> invited(String team) {
        return new TreeSet<>(invitedList(team));
    }

    /** {@return the same; an account that has two invitations is there twice} */
    public synchronized List<String> invitedList(String team) {
        return state.invitations.stream()
                .filter(each -> !each.failed && each.teams.contains(team))
                .map(each -> each.login.or(() -> each.email).orElseThrow())
                .toList();
    }

    /** {@return the logins in a team that have one of these roles} */
    public synchronized Set<String> logins(String team, Set<String> roles) {
        Set<String> logins = new TreeSet<>();
        state.team(team).roles.forEach((login, role) -> {
            if (roles.contains(role)) {
                logins.add(state.accounts.get(login).login);
            }
        });
        return logins;
    }

    /** {@return the addresses in a team whose accounts have one of these roles} */
    public synchronized Set<String> emails(String team, Set<String> roles) {
        return new TreeSet<>(emailList(logins(team, roles)));
    }

    /** {@return the addresses of these logins; an address of two accounts is there twice} */
    public synchronized List<String> emailList(Collection<String> logins) {
        return logins.stream()
                .map(login -> state.account(login).nameId)
                .filter(Objects::nonNull)
                .toList();
    }

    /** {@return what GitHub keeps about a member: its account, its role, its invitations, and how often they were written} */
    public synchronized String kept(String slug, String thing) {
        Team team = state.team(slug);
        return state.known(thing).stream()
                .map(account -> account.login + " (" + account.nameId + "), "
                        + team.roles.get(key(account.login)) + ", invited by "
                        + state.invitations.stream()
                                .filter(each ->
                                        each.login.filter(account.login::equals).isPresent())
                                .map(each -> each.id + " to " + each.teams)
                                .toList()
                        + ", written " + team.writes.getOrDefault(key(account.login), 0) + " times")
                .toList()
                .toString();
    }

    /** {@return the addresses of each account that the identity provider knows} */
    public synchronized Map<String, List<String>> emailsByLogin() {
        Map<String, List<String>> emails = new LinkedHashMap<>();
        state.accounts.values().forEach(account -> {
            if (account.nameId != null) {
                emails.put(account.login, List.of(account.nameId));
            }
        });
        return emails;
    }

    /** {@return how many members of a team have no address} */
    public synchronized int nameless(String team) {
        Set<String> all = new HashSet<>(logins(team, Set.of("member", "maintainer")));
        all.removeIf(login -> state.accounts.get(key(login)).nameId != null);
        return all.size();
    }

    /** Sets the owner of the identity provider. */
    public synchronized void provider(Provider provider) {
        state.provider = provider;
    }

    /** Adds people without a linked account to the identity provider. */
    public synchronized void unlinked(int count) {
        state.unlinked = count;
    }

    /** Makes the token a classic one with these scopes. */
    public synchronized void scopes(String held) {
        this.scopes = Optional.of(held);
    }

    /** Sets the answer to the next authenticated GraphQL query. */
    public synchronized void answerNext(FakeAnswer answer) {
        onceAt("graphql", answer);
    }

    /** Sets the answer to the next authenticated GraphQL query of this name. */
    public synchronized void answerTo(String query, FakeAnswer answer) {
        onceAt(query, answer);
    }

    /** Sets the answer to the next authenticated request of an operation, which then has no effect. */
    public synchronized void onceAt(String operation, FakeAnswer answer) {
        nextAnswers.computeIfAbsent(operation, ignored -> new ArrayDeque<>()).add(answer);
    }

    /** Installs an App, number 123456, with its key. Its tokens contain {@link Conditions#SECRET}. */
    public synchronized void app(PublicKey key) {
        this.appKey = key;
    }

    /** Suspends the App. */
    public synchronized void suspendApp() {
        this.suspended = true;
    }

    /** {@return the token that the App got last} */
    public synchronized String lastToken() {
        return lastToken;
    }

    /** Gives the App this permission on members; none if it is empty. */
    public synchronized void appPermission(String permission) {
        this.appPermission = permission;
    }

    @Override
    protected void populate(int members, int all) {
        for (int i = 0; i < all; i++) {
            String email = "person%05d@example.com".formatted(i);
            login(email);
            if (i < members) {
                join(TEAM, "member", List.of(email));
            }
        }
    }
}
