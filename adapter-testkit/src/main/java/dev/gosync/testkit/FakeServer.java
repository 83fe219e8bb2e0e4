package dev.gosync.testkit;

import dev.gosync.adapter.FailureKind;
import dev.gosync.testkit.FakeReply.Delivery;
import dev.gosync.testkit.FakeRequest.BadRequest;
import dev.gosync.testkit.Request.Access;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The base class of a fake HTTP service with state. It is a real server on its own port, which speaks HTTP/1.1 without TLS.
 *
 * <p>A fake adds its routes in its constructor and keeps its state in plain fields. One route runs at a time, {@code
 * synchronized} on the fake, so the public methods of a fake are {@code synchronized} too. This class adds the log, counts,
 * latency, limits and every {@link Fault}. It refuses a request that no client of the service should send: an unknown path, a
 * verb that the path does not have, a body that the route cannot read. Each of these is kept as a {@linkplain #complaints
 * complaint}. A request with wrong credentials gets the vendor's refusal and is {@linkplain #strangers counted}.
 *
 * <p>Safe for use by several threads.
 */
public abstract class FakeServer implements AutoCloseable {
    /** The path that a redirect leads to: on this port too, but under another host name. */
    private static final String ELSEWHERE = "/another-host";

    private static final String FAILED = "the fake itself failed: ";

    private static final int MILLIS_OF_DELAY = 8;

    private final Routes routes = new Routes();
    private final Map<String, Integer> usualLimits = new LinkedHashMap<>();
    private final CallLimits limits = new CallLimits();
    private final Faults faults = new Faults();
    private final FakeLog log = new FakeLog();
    private final EndlessPages pages = new EndlessPages();
    private final Successes successes = new Successes();
    private final OtherFields otherFields = new OtherFields();
    private Clock clock = Clock.systemUTC();
    private Duration latency = Duration.ZERO;
    private CountDownLatch released = new CountDownLatch(1);

    /** Guards what follows; the lock of a route may be held when it is taken, and never the other way round. */
    private final Object lifecycle = new Object();

    private @Nullable HttpEngine engine;
    private volatile int port;
    private volatile @Nullable URI address;
    private boolean refusing;
    private boolean closed;

    /** For subclasses, which add their routes in their constructor. */
    protected FakeServer() {}

    // What a fake is made of

    /**
     * Adds a route that changes nothing.
     *
     * @param operation the vendor's name for it, for the log, counts and limits
     * @param route a verb and a path, with a name in braces for each part that varies: {@code GET /teams/{team}/members}
     * @param handler what the service does
     */
    protected final void reads(String operation, String route, Function<FakeRequest, FakeAnswer> handler) {
        routes.add(operation, request -> false, route, handler);
    }

    /**
     * Adds a route that changes something.
     *
     * @param operation the vendor's name for it, for the log, counts and limits
     * @param route a verb and a path, with a name in braces for each part that varies: {@code DELETE /teams/{team}/members/{id}}
     * @param handler what the service does
     */
    protected final void writes(String operation, String route, Function<FakeRequest, FakeAnswer> handler) {
        routes.add(operation, request -> true, route, handler);
    }

    /**
     * Adds a route that changes something for some requests only: a batch, or a query language that can also write.
     *
     * @param operation the vendor's name for it, for the log, counts and limits
     * @param route a verb and a path, with a name in braces for each part that varies: {@code POST /batch}
     * @param isWrite whether a request changes something; it must not throw
     * @param handler what the service does
     */
    protected final void readsOrWrites(
            String operation, String route, Predicate<FakeRequest> isWrite, Function<FakeRequest, FakeAnswer> handler) {
        routes.add(operation, isWrite, route, handler);
    }

    /**
     * Says what the vendor allows, for {@link #enforceLimits()}.
     *
     * @param operation one of its operations
     * @param callsAMinute how many
     */
    protected final void usualLimit(String operation, int callsAMinute) {
        usualLimits.put(known(operation), callsAMinute);
    }

    /**
     * Checks the credentials of a request. This takes {@link Conditions#SECRET} as a bearer token.
     *
     * @param request any request
     * @return whether they are right
     */
    protected boolean authenticates(FakeRequest request) {
        return request.header("Authorization")
                .filter(("Bearer " + Conditions.SECRET)::equals)
                .isPresent();
    }

    /**
     * Makes a refusal in the vendor's own form. Injected faults, limits and wrong credentials are answered with it. By default
     * it has one status for each kind and the name of the kind as its text: 401 authentication, 403 permission, 404 not found,
     * 405 read-only, 400 invalid request, 429 rate-limited, 503 unavailable, 422 unknown thing, 409 refused thing, 418 unknown.
     * A malformed answer is 200 with half a JSON object; {@link #malformed} gives others.
     *
     * @param kind what the answer must mean
     * @param request the request that it answers
     * @return the answer, without when to come back
     */
    protected FakeAnswer refusal(FailureKind kind, FakeRequest request) {
        return switch (kind) {
            case AUTHENTICATION -> FakeAnswer.text(401, kind.name());
            case PERMISSION -> FakeAnswer.text(403, kind.name());
            case NOT_FOUND -> FakeAnswer.text(404, kind.name());
            case READ_ONLY -> FakeAnswer.text(405, kind.name());
            case INVALID_REQUEST -> FakeAnswer.text(400, kind.name());
            case RATE_LIMITED -> FakeAnswer.text(429, kind.name());
            case UNAVAILABLE -> FakeAnswer.text(503, kind.name());
            case UNKNOWN_THING -> FakeAnswer.text(422, kind.name());
            case REFUSED_THING -> FakeAnswer.text(409, kind.name());
            case UNKNOWN -> FakeAnswer.text(418, kind.name());
            case MALFORMED_ANSWER -> FakeAnswer.json(200, "").body("{\"");
        };
    }

    /**
     * Gives an answer that is well formed and that no client can understand. The kit leaves out {@code {}}, {@code []} and an
     * empty body for requests that are really answered so. Override it for other exceptions, and return {@code
     * refusal(FailureKind.MALFORMED_ANSWER, request)} for them.
     *
     * @param malformed what the answer looks like
     * @param request the request that it answers
     * @return that answer, with status 200
     */
    protected FakeAnswer malformed(Malformed malformed, FakeRequest request) {
        return malformed.answer();
    }

    /**
     * Adds a text to a refusal, because some vendors repeat a token that they refuse. By default it is added to the usual
     * fields of a JSON object ({@code message}, {@code error_description}, {@code detail}, {@code title}, {@code reason} and
     * others), or as a field {@code message}, and to the end of an answer that is text.
     *
     * @param refusal any answer that is not a success
     * @param words the text to add
     * @return the refusal with these words
     */
    protected FakeAnswer quoting(FakeAnswer refusal, String words) {
        return Answers.quoting(refusal, words);
    }

    /**
     * Says whether an answer is a refusal, for services that refuse with status 200.
     *
     * @param answer any answer of this fake
     * @return by default whether its status is 400 or more
     */
    protected boolean isRefusal(FakeAnswer answer) {
        return answer.status() >= 400;
    }

    /**
     * Gives the answer that a later version of the service might give: with additional fields, and without fields that are
     * null. It means the same. Override it if an additional field or a missing one changes the meaning. An object inside
     * another object may be a table, whose names are data. It gets a field only if the answers so far show a record: the same
     * names each time, which look like names of fields and are no values, and different values.
     *
     * @param answer the answer of the service
     * @return the answer with other fields; by default at the root, in every object of a JSON array, and in nested records
     */
    protected FakeAnswer withOtherFields(FakeAnswer answer) {
        return otherFields.added(answer);
    }

    /**
     * Gives a success with fewer details than usual, for a write that did nothing.
     *
     * @param success what was answered to the write of the same operation that resembles this one most; so an addition is
     *     not answered like a removal, even if both are one operation
     * @return by default the same JSON object, whose objects and lists are empty; the same answer if there are none
     */
    protected FakeAnswer bare(FakeAnswer success) {
        return Answers.bare(success);
    }

    /** {@return the clock of the adapter, for services that say when to come back in a form of their own} */
    protected final synchronized Clock serviceClock() {
        return clock;
    }

    /**
     * Says when to come back in the vendor's own form. By default it sets {@code Retry-After} to whole seconds.
     *
     * @param refusal the answer
     * @param wait how long to wait
     * @return the refusal that says so
     */
    protected FakeAnswer comeBack(FakeAnswer refusal, Duration wait) {
        return refusal.header("Retry-After", String.valueOf(wait.toSeconds()));
    }

    /**
     * Says whether the service can give a refusal of this kind. By default it can.
     *
     * @param kind a kind that concerns the place
     * @return whether {@link #inject} takes a fault of that kind
     */
    protected boolean refuses(FailureKind kind) {
        return true;
    }

    /**
     * Fills the fake for {@link #serve}.
     *
     * @param members how many there are in each place
     * @param accounts how many the service knows, members among them
     */
    protected void populate(int members, int accounts) {
        throw new UnsupportedOperationException(getClass().getSimpleName() + " does not override populate");
    }

    /**
     * Answers one part of a batch like a separate request. Its own limit counts, the credentials are those of the batch, and
     * it is not in the log.
     *
     * @param part made with {@link FakeRequest#of}
     * @return the answer to that part
     */
    protected final FakeAnswer answerPart(FakeRequest part) {
        return withinLimits(routes.find(part));
    }

    // What a test does with it

    /**
     * Listens on a port.
     *
     * @param port its number; 0 for any that is free
     * @return the address, without a slash at its end
     * @throws IllegalStateException if it was started before, or cannot listen on that port
     */
    public final URI start(int port) {
        synchronized (lifecycle) {
            if (this.port != 0 || closed) {
                throw new IllegalStateException("A fake starts once");
            }
            engine = listening(port);
            this.port = engine.port();
            URI here = URI.create("http://127.0.0.1:" + this.port);
            address = here;
            return here;
        }
    }

    /**
     * Gives the address. If {@link #start} was not called before, this starts the fake on any free port.
     *
     * @return the address, without a slash at its end
     * @throws IllegalStateException if it has to start and cannot
     */
    public final URI address() {
        URI known = address;
        if (known == null) {
            synchronized (lifecycle) {
                known = address == null ? start(0) : address;
            }
        }
        return known;
    }

    /** {@return every request that arrived, in order} */
    public final List<Request> requests() {
        return log.requests();
    }

    /** {@return every request that arrived, in order, with its headers and its body} */
    public final List<FakeRequest> received() {
        return log.received();
    }

    /** {@return how many requests arrived for each operation} */
    public final Map<String, Integer> calls() {
        Map<String, Integer> calls = new TreeMap<>();
        requests().forEach(request -> calls.merge(request.operation(), 1, Integer::sum));
        return calls;
    }

    /** {@return the requests that no client should send, and why each was refused, one line for each} */
    public final List<String> complaints() {
        return log.complaints();
    }

    /** {@return the requests that took the secret to another host after a redirect, one line for each} */
    public final List<String> leaks() {
        return log.leaks();
    }

    /** {@return how many requests came with the wrong credentials} */
    public final int strangers() {
        return log.strangers();
    }

    /** Forgets all requests and complaints, so that a test counts from here. */
    public final void forgetRequests() {
        log.clear();
    }

    /**
     * Sets the clock for the log and the limits.
     *
     * @param clock the one that the adapter waits on
     */
    public final synchronized void clock(Clock clock) {
        this.clock = clock;
    }

    /**
     * Delays every answer, in real time.
     *
     * @param latency how long; zero by default
     */
    public final synchronized void latency(Duration latency) {
        this.latency = latency;
    }

    /** Enforces the vendor's limit of calls a minute for each operation. Without this there is no limit. */
    public final synchronized void enforceLimits() {
        usualLimits.forEach(limits::set);
    }

    /**
     * Limits an operation, and refuses further calls as rate-limited.
     *
     * @param operation one of its operations
     * @param callsAMinute how many
     */
    public final synchronized void limit(String operation, int callsAMinute) {
        limits.set(known(operation), callsAMinute);
    }

    /**
     * Injects a fault from now on. Faults that were injected before stay.
     *
     * @param fault what happens, and to which requests
     * @throws UnsupportedOperationException if the service has no such refusal
     */
    public final void inject(Fault fault) {
        if (fault.kind().filter(kind -> !refuses(kind)).isPresent()) {
            throw new UnsupportedOperationException(
                    "No answer of " + this + " means " + fault.kind().get());
        }
        if (fault.type() != Fault.Type.REFUSED_CONNECTION) {
            faults.inject(fault);
            return;
        }
        address();
        synchronized (lifecycle) {
            refusing = true;
            stop();
        }
    }

    /** Removes all faults, ends requests that hang, and opens the port again. */
    public final void heal() {
        faults.heal();
        pages.forget();
        release();
        synchronized (lifecycle) {
            if (refusing && !closed) {
                engine = listening(port);
            }
            refusing = false;
        }
    }

    /** Closes the port, and ends requests that hang. Closing twice is harmless. */
    @Override
    public final void close() {
        faults.heal();
        release();
        synchronized (lifecycle) {
            closed = true;
            stop();
        }
    }

    /**
     * Runs a fake from the command line until the process ends; a {@code main} method calls it. It prints the address and the
     * secret at the start, and the number of calls of each operation at the end.
     *
     * @param fake not started
     * @param args {@code --port N --members N --accounts N --latency MILLISECONDS --limits --limit OPERATION=N}, each
     *     of them optional
     */
    public static void serve(FakeServer fake, String... args) {
        FakeCommand.run(fake, List.of(args), System.out);
    }

    /** {@return which fake this is} */
    @Override
    public String toString() {
        return getClass().getSimpleName();
    }

    // How a request is answered, on a thread of the server's

    private FakeReply reply(FakeRequest request) {
        Duration delay;
        CountDownLatch open;
        FakeReply reply;
        synchronized (this) {
            delay = latency;
            open = released;
            try {
                reply = judged(request);
            } catch (RuntimeException e) {
                reply = new FakeReply(complaint(request, FAILED + e), Delivery.WHOLE, released);
            }
        }
        try {
            if (reply.delivery() == Delivery.NEVER) {
                open.await();
            } else if (reply.delivery() == Delivery.LATE) {
                // Uneven, so that readers overtake one another.
                TimeUnit.MILLISECONDS.sleep(1 + log.requests().size() * 7L % MILLIS_OF_DELAY);
            } else if (!delay.isZero()) {
                TimeUnit.NANOSECONDS.sleep(delay.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return reply;
    }

    private FakeReply judged(FakeRequest request) {
        if (request.path().startsWith(ELSEWHERE)) {
            if (Answers.tellsSecret(request)) {
                log.leak(request + " went to another host with the secret");
            }
            return new FakeReply(Malformed.HTML_PAGE.answer(), Delivery.WHOLE, released);
        }
        Routes.Match match;
        try {
            match = routes.find(request);
        } catch (BadRequest e) {
            log.arrived(request, Access.of(request.verb()), clock.instant(), Optional.empty());
            return new FakeReply(complaint(request, e.getMessage()), Delivery.WHOLE, released);
        }
        Optional<Fault> fault = faults.next(match.access());
        log.arrived(match.request(), match.access(), clock.instant(), fault);
        if (fault.isEmpty()) {
            return new FakeReply(carriedOut(match), Delivery.WHOLE, released);
        }
        return switch (fault.get().type()) {
            case ANSWER -> new FakeReply(refusal(fault.get(), match), Delivery.WHOLE, released);
            case RESET -> new FakeReply(carriedOut(match), Delivery.HALF, released);
            case LOST_ANSWER -> new FakeReply(carriedOut(match), Delivery.NONE, released);
            case ENDLESS_ANSWER -> new FakeReply(carriedOut(match), Delivery.ENDLESS, released);
            case HANG, REFUSED_CONNECTION -> new FakeReply(FakeAnswer.empty(200), Delivery.NEVER, released);
            case DELAY -> new FakeReply(carriedOut(match), Delivery.LATE, released);
            case PROXY_ERROR -> {
                carriedOut(match);
                yield new FakeReply(Answers.PROXY_ERROR, Delivery.WHOLE, released);
            }
            case REDIRECT -> new FakeReply(redirect(match.request()), Delivery.WHOLE, released);
            case BARE_SUCCESS -> new FakeReply(bareSuccess(match), Delivery.WHOLE, released);
            case ENDLESS_PAGES ->
                new FakeReply(pages.answer(match.request(), () -> carriedOut(match)), Delivery.WHOLE, released);
            case OTHER_FIELDS -> new FakeReply(withOtherFields(carriedOut(match)), Delivery.WHOLE, released);
            case SECRET_IN_REFUSALS -> {
                FakeAnswer answer = carriedOut(match);
                yield new FakeReply(
                        isRefusal(answer) ? quoting(answer, Answers.SECRET_WORDS) : answer, Delivery.WHOLE, released);
            }
        };
    }

    private FakeAnswer redirect(FakeRequest request) {
        return FakeAnswer.empty(307).header("Location", "http://localhost:" + port + ELSEWHERE + request.target());
    }

    private FakeAnswer bareSuccess(Routes.Match match) {
        Optional<FakeAnswer> success =
                match.access() == Access.READ ? Optional.empty() : successes.mostLike(match.request());
        return success.map(this::bare)
                .filter(bare -> !bare.equals(success.get()))
                .orElseGet(() -> carriedOut(match));
    }

    private FakeAnswer carriedOut(Routes.Match match) {
        FakeRequest request = match.request();
        if (!authenticates(request)) {
            log.stranger();
            return refusal(FailureKind.AUTHENTICATION, request);
        }
        FakeAnswer answer = withinLimits(match);
        if (match.access() == Access.WRITE && !isRefusal(answer)) {
            successes.add(request, answer);
        }
        otherFields.answered(answer);
        return answer;
    }

    private FakeAnswer withinLimits(Routes.Match match) {
        FakeRequest request = match.request();
        Optional<Duration> wait = limits.exceeded(request.operation(), clock.instant());
        if (wait.isPresent()) {
            return comeBack(refusal(FailureKind.RATE_LIMITED, request), wait.get());
        }
        try {
            return match.answer();
        } catch (BadRequest e) {
            return complaint(request, e.getMessage());
        } catch (RuntimeException e) {
            return complaint(request, FAILED + e);
        }
    }

    private FakeAnswer refusal(Fault fault, Routes.Match match) {
        FakeRequest request = match.request();
        FakeAnswer refusal = fault.malformed()
                .filter(shape -> !isGenuine(shape, match))
                .map(shape -> malformed(shape, request))
                .orElseGet(() -> refusal(fault.kind().orElseThrow(), request));
        FakeAnswer told = fault.tellsSecret() ? quoting(refusal, Answers.SECRET_WORDS) : refusal;
        return fault.retryAfter()
                .map(wait -> comeBack(told, wait))
                .map(answer -> fault.asDate() ? Answers.withDate(answer, clock) : answer)
                .orElse(told);
    }

    /** Whether the service itself answers such a request like that: an empty list, an empty body. */
    private boolean isGenuine(Malformed shape, Routes.Match match) {
        FakeAnswer genuine = match.access() == Access.READ
                ? carriedOut(match)
                : successes.mostLike(match.request()).orElse(FakeAnswer.text(200, "unknown"));
        String body = genuine.body().strip();
        return switch (shape) {
            case EMPTY_ARRAY -> body.startsWith("[");
            case EMPTY_BODY -> body.isEmpty();
            case EMPTY_OBJECT -> body.equals("{}");
            default -> false;
        };
    }

    private FakeAnswer complaint(FakeRequest request, @Nullable String problem) {
        String complaint = this + " refused " + request + ": " + problem;
        log.complain(complaint);
        return FakeAnswer.text(400, complaint);
    }

    private String known(String operation) {
        if (!routes.has(operation)) {
            throw new IllegalArgumentException(this + " has no operation '" + operation + "'; there is " + routes);
        }
        return operation;
    }

    private synchronized void release() {
        released.countDown();
        released = new CountDownLatch(1);
    }

    private HttpEngine listening(int port) {
        try {
            return new HttpEngine(port, this::reply);
        } catch (IOException e) {
            throw new IllegalStateException(this + " cannot listen on port " + port + ": " + e.getMessage(), e);
        }
    }

    private void stop() {
        if (engine != null) {
            engine.stop();
            engine = null;
        }
    }
}
