package dev.gosync.entra;

import dev.gosync.adapter.FailureKind;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.FakeAnswer;
import dev.gosync.testkit.FakeRequest;
import dev.gosync.testkit.FakeServer;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Graph with one tenant, and the endpoint that issues its tokens. It refuses what Graph refuses: more than 20 users or
 * requests at a time, all 20 because of one, advanced filters without what they need, changes of groups whose members come
 * from elsewhere. A removal without {@code $ref} deletes the user, as in Graph.
 */
public final class EntraFake extends FakeServer {
    /** The tenant. */
    public static final String TENANT = "contoso.onmicrosoft.com";

    /** The app. */
    public static final String CLIENT = "9a1d3f5c-0c5e-4d0b-8a51-6f3f0c6f2e11";

    /** The client id of the identity that the Azure machine has. */
    public static final String IDENTITY = "5b1f0c1e-31c4-4c2d-9a5e-0f6d3b7c9e21";

    /** The only group at first: a security group. */
    public static final String GROUP = "02bd9fd6-8f93-4758-87c3-1fb73740a315";

    /** Its display name. */
    public static final String GROUP_NAME = "Platform";

    static final String VERSION = "/v1.0";

    /** Graph here, in the public cloud, and in the national clouds. */
    private static final Pattern SCOPE = Pattern.compile("(?<!\\S)(https?://(?:localhost|127\\.0\\.0\\.1):[0-9]+"
            + "|https://graph\\.microsoft\\.com|https://(?:dod-)?graph\\.microsoft\\.us"
            + "|https://microsoftgraph\\.chinacloudapi\\.cn)/\\.default(?!\\S)");

    private static final String GROUP_PATH = VERSION + "/groups/{group}";

    /** How many users one request adds, and how many requests a batch holds. */
    static final int MOST = 20;

    final FakeTenant tenant = new FakeTenant();
    final FakeGraph graph = new FakeGraph(tenant, this::graphAddress);
    private final FakeBatch batches = new FakeBatch(this::answerPart);
    private final Set<String> issued = new HashSet<>();
    private @Nullable String askedFor;

    /** Starts with one empty group. */
    public EntraFake() {
        reads("token", "POST /{tenant}/oauth2/v2.0/token", this::token);
        reads("identity token of App Service", "GET /msi/token", this::identityToken);
        reads("identity token of a machine", "GET /metadata/identity/oauth2/token", this::identityToken);
        readsOrWrites("batch", "POST " + VERSION + "/$batch", FakeBatch::changes, batches::answer);
        reads("find group", "GET " + VERSION + "/groups", graph::findGroup);
        reads("get group", "GET " + GROUP_PATH, graph::getGroup);
        reads("list members", "GET " + GROUP_PATH + "/members", request -> graph.members(request, false));
        reads(
                "list nested members",
                "GET " + GROUP_PATH + "/transitiveMembers",
                request -> graph.members(request, true));
        reads("list users", "GET " + VERSION + "/users", graph::listUsers);
        writes("add members", "PATCH " + GROUP_PATH, graph::addMembers);
        writes("add member", "POST " + GROUP_PATH + "/members/$ref", graph::addMember);
        writes("remove member", "DELETE " + GROUP_PATH + "/members/{user}/$ref", graph::removeMember);
        writes("delete user", "DELETE " + GROUP_PATH + "/members/{user}", graph::deleteUser);
        usualLimit("batch", 1200);
    }

    /** Starts it alone. */
    public static void main(String[] args) {
        serve(new EntraFake(), args);
    }

    // --- Tokens

    @Override
    protected boolean authenticates(FakeRequest request) {
        if (request.operation().equals("token")) {
            return request.parameter("tenant").equals(TENANT)
                    && request.form("client_id").filter(CLIENT::equals).isPresent()
                    && (request.form("client_secret")
                                    .filter(Conditions.SECRET::equals)
                                    .isPresent()
                            || request.form("client_assertion").isPresent());
        }
        if (request.operation().startsWith("identity token")) {
            return request.operation().endsWith("machine")
                    ? request.header("Metadata").equals(Optional.of("true"))
                    : request.header("X-IDENTITY-HEADER").equals(Optional.of(Conditions.SECRET));
        }
        return super.authenticates(request)
                || request.header("Authorization")
                        .filter(header -> issued.contains(header.replaceFirst("^Bearer ", "")))
                        .isPresent();
    }

    private FakeAnswer token(FakeRequest request) {
        Matcher scope = SCOPE.matcher(request.form("scope").orElse(""));
        if (!request.form("grant_type").equals(Optional.of("client_credentials")) || !scope.find()) {
            throw request.bad("it asks for another token than one for Graph");
        }
        askedFor = scope.group(1);
        return issue(request, "expires_in", 3599);
    }

    /** Azure machines have one identity, or several with client ids. This one has {@link #IDENTITY} too. */
    private FakeAnswer identityToken(FakeRequest request) {
        String resource = request.query("resource").orElse("");
        Matcher scope = SCOPE.matcher(resource.replaceFirst("/?$", "/.default"));
        if (!scope.find()) {
            throw request.bad("it asks for another token than one for Graph");
        }
        if (request.query("client_id").filter(id -> !id.equals(IDENTITY)).isPresent()) {
            return identityRefused();
        }
        askedFor = scope.group(1);
        return issue(request, "expires_on", String.valueOf(Instant.now().getEpochSecond() + 86_400));
    }

    private static FakeAnswer identityRefused() {
        return FakeAnswer.json(
                400,
                new LinkedHashMap<>(Map.of("error", "invalid_request", "error_description", "Identity not found")));
    }

    private FakeAnswer issue(FakeRequest request, String lifetime, Object value) {
        String token = "issued-to-the-app-" + (issued.size() + 1);
        issued.add(token);
        FakeAnswer answer = FakeAnswer.json(
                200, new LinkedHashMap<>(Map.of("token_type", "Bearer", lifetime, value, "access_token", token)));
        return request.header("client-request-id")
                .map(id -> answer.header("client-request-id", id))
                .orElse(answer);
    }

    /** Where clients reach Graph: here, or at the address that the last token was asked for. */
    private String graphAddress() {
        return askedFor == null ? address().toString() : askedFor;
    }

    /** Ends all tokens. */
    public synchronized void endTokens() {
        issued.clear();
    }

    // --- Refusals

    @Override
    protected boolean refuses(FailureKind kind) {
        return kind != FailureKind.READ_ONLY; // no code of Graph says it; reading the group does
    }

    @Override
    protected FakeAnswer refusal(FailureKind kind, FakeRequest request) {
        if (request.operation().equals("token") && kind == FailureKind.AUTHENTICATION) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("error", "invalid_client");
            body.put("error_description", "AADSTS7000215: Invalid client secret provided.");
            return FakeAnswer.json(401, body);
        }
        if (request.operation().startsWith("identity token") && kind == FailureKind.INVALID_REQUEST) {
            return identityRefused();
        }
        return switch (kind) {
            case AUTHENTICATION -> FakeGraph.error(401, "InvalidAuthenticationToken", "Access token has expired.");
            case PERMISSION -> FakeGraph.error(403, "Authorization_RequestDenied", "Insufficient privileges.");
            case NOT_FOUND -> FakeGraph.noSuch(GROUP);
            case INVALID_REQUEST -> FakeGraph.error(400, "Request_BadRequest", "A value of the request is invalid.");
            case RATE_LIMITED -> FakeGraph.error(429, "TooManyRequests", "Too many requests.");
            case UNAVAILABLE -> FakeGraph.error(503, "serviceNotAvailable", "The service is not available.");
            case UNKNOWN -> FakeGraph.error(412, "PreconditionFailed", "A precondition failed.");
            default -> super.refusal(kind, request);
        };
    }

    @Override
    protected boolean isRefusal(FakeAnswer answer) {
        return super.isRefusal(answer)
                || FakeParts.of(answer).stream()
                        .anyMatch(part -> part.get("status") instanceof Number status && status.intValue() >= 400);
    }

    @Override
    protected FakeAnswer quoting(FakeAnswer refusal, String words) {
        return FakeParts.of(refusal).isEmpty() ? super.quoting(refusal, words) : FakeParts.quoting(refusal, words);
    }

    // --- Its state, from its own side

    /** Opens accounts with these mail addresses. */
    public synchronized void introduce(Collection<String> people) {
        people.forEach(this::user);
    }

    /** The account with this mail address, which is opened if there is none. */
    public synchronized FakeUser user(String mail) {
        return tenant.user(mail);
    }

    /** Makes these people members of the group. */
    public synchronized void join(Collection<String> people) {
        people.forEach(mail -> group().members.add(user(mail).id));
    }

    /** Takes people out of the group by hand. */
    public synchronized void leave(Collection<String> people) {
        people.forEach(mail -> group().members.remove(user(mail).id));
    }

    /** Makes people members of another group, which is made if there is none. */
    public synchronized void join(String group, Collection<String> people) {
        people.forEach(mail -> tenant.named(group).members.add(user(mail).id));
    }

    /** Makes so many members that are no users, of several types. */
    public synchronized void joinOthers(int count) {
        tenant.joinOthers(count);
    }

    /** How many members are no users. */
    public synchronized int otherMembers() {
        return (int) group().members.stream().filter(tenant.others::containsKey).count();
    }

    /** The members that are users, under the addresses that Entra lists them with. */
    public synchronized Set<String> members() {
        return tenant.members(group());
    }

    /** The members of another group that are users. */
    public synchronized Set<String> members(String group) {
        return tenant.members(tenant.named(group));
    }

    /** The users of the tenant, under the addresses that Entra lists them with. */
    public synchronized Set<String> people() {
        Set<String> people = new TreeSet<>();
        tenant.users.values().forEach(user -> people.add(user.thing()));
        return people;
    }

    /** What a listing shows from now on is what is there now, whatever is written. */
    public synchronized void stopShowingChanges() {
        tenant.stopShowingChanges();
    }

    /** Shows what is really there again. */
    public synchronized void showChanges() {
        tenant.showChanges();
    }

    /** Answers the next changes in batches so, whatever they ask for. */
    public synchronized void answerParts(FakeAnswer... answers) {
        batches.answerParts(List.of(answers));
    }

    /** The group. */
    synchronized FakeGroup group() {
        return tenant.group();
    }

    @Override
    protected void populate(int members, int accounts) {
        for (int i = 0; i < accounts; i++) {
            String mail = "person%05d@example.com".formatted(i);
            user(mail);
            if (i < members) {
                join(List.of(mail));
            }
        }
    }
}
