package dev.gosync.testkit;

import dev.gosync.adapter.FailureKind;
import dev.gosync.testkit.FakeReply.Delivery;
import dev.gosync.testkit.FakeRequest.BadRequest;
import dev.gosync.testkit.Request.Access;
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
import org.jspecify.annotations.Nullable;

/**
 * The base of a stateful fake of an HTTP service: a real server on a port of its own, on WireMock, which has to be on
 * the class path ({@code org.wiremock:wiremock-standalone} or {@code org.wiremock:wiremock}).
 *
 * <p>A fake adds its routes in its constructor and keeps its state in plain fields: one route runs at a time, {@code
 * synchronized} on the fake, so a fake's own public methods are {@code synchronized} too. The rest comes from here: the
 * log, counts, latency, limits and every {@link Fault}. What no client of the service should ever send (an unknown path,
 * a verb that the path does not have, a body the route cannot read) is refused and kept as a {@linkplain #complaints
 * complaint}; wrong credentials are refused as the vendor does, and {@linkplain #strangers counted}.
 *
 * <p>Safe for use by several threads.
 */
public abstract class FakeServer implements AutoCloseable {
    private final Routes routes = new Routes();
    private final Map<String, Integer> usualLimits = new LinkedHashMap<>();
    private final CallLimits limits = new CallLimits();
    private final Faults faults = new Faults();
    private final FakeLog log = new FakeLog();
    private Clock clock = Clock.systemUTC();
    private Duration latency = Duration.ZERO;
    private CountDownLatch released = new CountDownLatch(1);

    /** Guards what follows; the lock of a route may be held when it is taken, and never the other way round. */
    private final Object lifecycle = new Object();

    private @Nullable WireMockEngine engine;
    private volatile int port;
    private boolean refusing;
    private boolean closed;

    /** For subclasses, which add their routes in their constructor. */
    protected FakeServer() {}

    // What a fake is made of

    /**
     * Adds a route that changes nothing.
     *
     * @param operation the vendor's word for it, for the log, counts and limits
     * @param route a verb and a path, with names for what differs: {@code GET /teams/{team}/members}
     * @param handler what the service does
     */
    protected final void reads(String operation, String route, Function<FakeRequest, FakeAnswer> handler) {
        routes.add(operation, Access.READ, route, handler);
    }

    /**
     * Adds a route that changes something.
     *
     * @param operation the vendor's word for it, for the log, counts and limits
     * @param route a verb and a path, with names for what differs: {@code DELETE /teams/{team}/members/{id}}
     * @param handler what the service does
     */
    protected final void writes(String operation, String route, Function<FakeRequest, FakeAnswer> handler) {
        routes.add(operation, Access.WRITE, route, handler);
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
     * Says no in the vendor's own shape: what an injected fault, a limit and wrong credentials are answered with. This
     * uses a status for each kind, and its name as text: 401 authentication, 403 permission, 404 not found, 405
     * read-only, 400 invalid request, 429 rate-limited, 503 unavailable, 422 unknown thing, 409 refused thing, 418
     * unknown; and what nobody can understand is 200 with half a JSON object.
     *
     * @param kind what the answer has to mean
     * @param request what it answers
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
     * Says when to come back in the vendor's own way. This sets {@code Retry-After} to whole seconds.
     *
     * @param refusal what was answered
     * @param wait how long to wait
     * @return the refusal that says so
     */
    protected FakeAnswer comeBack(FakeAnswer refusal, Duration wait) {
        return refusal.header("Retry-After", String.valueOf(wait.toSeconds()));
    }

    /**
     * Says whether the service has a refusal of this kind at all. This says yes.
     *
     * @param kind one that concerns the place
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
     * Answers one part of a batch, as if it had come by itself: within its limit, with the
     * credentials of the whole, and not in the log.
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
     * @throws IllegalStateException if it was started before, or WireMock is missing
     */
    public final URI start(int port) {
        synchronized (lifecycle) {
            if (this.port != 0 || closed) {
                throw new IllegalStateException("A fake starts once");
            }
            engine = listening(port);
            this.port = engine.port();
        }
        return address();
    }

    /**
     * Gives the address, and starts on any free port where {@link #start} was not called before.
     *
     * @return the address, without a slash at its end
     * @throws IllegalStateException if it has to start and cannot
     */
    public final URI address() {
        if (port == 0) {
            synchronized (lifecycle) {
                return port == 0 ? start(0) : address();
            }
        }
        return URI.create("http://127.0.0.1:" + port);
    }

    /** {@return every request that arrived, in order} */
    public final List<Request> requests() {
        return log.requests();
    }

    /** {@return every request that arrived, in order, with all that was sent} */
    public final List<FakeRequest> received() {
        return log.received();
    }

    /** {@return how many requests arrived for each operation} */
    public final Map<String, Integer> calls() {
        Map<String, Integer> calls = new TreeMap<>();
        requests().forEach(request -> calls.merge(request.operation(), 1, Integer::sum));
        return calls;
    }

    /** {@return what no client should have sent, and why it was refused, a line each} */
    public final List<String> complaints() {
        return log.complaints();
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
     * Sets what time it is for the log and the limits.
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

    /** Allows for each operation only so many calls a minute as the vendor does; without this there is no limit. */
    public final synchronized void enforceLimits() {
        usualLimits.forEach(limits::set);
    }

    /**
     * Allows only so many calls a minute, and refuses the others as rate-limited.
     *
     * @param operation one of its operations
     * @param callsAMinute how many
     */
    public final synchronized void limit(String operation, int callsAMinute) {
        limits.set(known(operation), callsAMinute);
    }

    /**
     * Lets something go wrong from now on, besides what was injected before.
     *
     * @param fault what, and for which requests
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

    /** Lets nothing go wrong any more; what hangs is let go, and the port is open again. */
    public final void heal() {
        faults.heal();
        release();
        synchronized (lifecycle) {
            if (refusing && !closed) {
                engine = listening(port);
            }
            refusing = false;
        }
    }

    /** Closes the port, and lets go what hangs. Closing twice is harmless. */
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
     * Runs a fake from the command line until the process is ended: what a {@code main} of one line calls. Prints the
     * address and the secret at once, and at the end how often each operation was called.
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
            reply = judged(request);
        }
        try {
            if (reply.delivery() == Delivery.NEVER) {
                open.await();
            } else if (!delay.isZero()) {
                TimeUnit.NANOSECONDS.sleep(delay.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return reply;
    }

    private FakeReply judged(FakeRequest request) {
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
            case ANSWER -> new FakeReply(refusal(fault.get(), match.request()), Delivery.WHOLE, released);
            case RESET -> new FakeReply(carriedOut(match), Delivery.HALF, released);
            case LOST_ANSWER -> new FakeReply(carriedOut(match), Delivery.NONE, released);
            case ENDLESS_ANSWER -> new FakeReply(carriedOut(match), Delivery.ENDLESS, released);
            case HANG, REFUSED_CONNECTION -> new FakeReply(FakeAnswer.empty(200), Delivery.NEVER, released);
        };
    }

    private FakeAnswer carriedOut(Routes.Match match) {
        FakeRequest request = match.request();
        if (!authenticates(request)) {
            log.stranger();
            return refusal(FailureKind.AUTHENTICATION, request);
        }
        return withinLimits(match);
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
            return complaint(request, "the fake itself failed: " + e);
        }
    }

    private FakeAnswer refusal(Fault fault, FakeRequest request) {
        FakeAnswer refusal = refusal(fault.kind().orElseThrow(), request);
        return fault.retryAfter().map(wait -> comeBack(refusal, wait)).orElse(refusal);
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

    private WireMockEngine listening(int port) {
        try {
            return new WireMockEngine(port, this::reply);
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException(
                    "FakeServer runs on WireMock, which is not on the class path: add org.wiremock:wiremock-standalone"
                            + " (3.13 or newer) in test scope",
                    e);
        }
    }

    private void stop() {
        if (engine != null) {
            engine.stop();
            engine = null;
        }
    }
}
