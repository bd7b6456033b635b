package dev.catchment.delivery.token;

import dev.catchment.contract.Secret;
import dev.catchment.delivery.http.Answer;
import dev.catchment.delivery.http.Outbound;
import dev.catchment.mapping.AccessToken;
import dev.catchment.mapping.AccessTokens;
import dev.catchment.mapping.Reply;
import dev.catchment.mapping.TokenException;
import dev.catchment.mapping.TokenGrant;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Access tokens of all destinations of this process. A token is asked for once, by one process: it claims the stored
 * token, asks, and stores what it got, because many tools take a refresh token once only. The others wait for it.
 */
public final class Tokens {
    private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);
    /** Before a token's end: requests take time, and clocks differ. */
    private static final Duration MARGIN = Duration.ofSeconds(60);

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    /** A claim that stands still as long is a dead process's. */
    private static final Duration CLAIM = Duration.ofSeconds(45);

    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final int WRITES = 30;

    private final TokenStore store;
    private final Supplier<Outbound> outbound;
    private final Clock clock;
    private final String self = UUID.randomUUID().toString();
    private final Map<String, Held> held = new ConcurrentHashMap<>();

    public Tokens(TokenStore store, Supplier<Outbound> outbound, Clock clock) {
        this.store = store;
        this.outbound = outbound;
        this.clock = clock;
    }

    /** What is known of a destination's token here. */
    private static final class Held {
        private final ReentrantLock lock = new ReentrantLock();
        private volatile @Nullable StoredToken token;
        /** The last one that its tool refused. */
        private volatile @Nullable String refused;
    }

    /** Those of one destination. */
    public AccessTokens of(String destination) {
        return new AccessTokens() {
            @Override
            public AccessToken token(TokenGrant grant) throws TokenException, InterruptedException {
                return Tokens.this.token(destination, grant);
            }

            @Override
            public void refused(TokenGrant grant, AccessToken token) {
                held(destination).refused = token.value().reveal();
            }
        };
    }

    private Held held(String destination) {
        return held.computeIfAbsent(destination, name -> new Held());
    }

    private AccessToken token(String destination, TokenGrant grant) throws TokenException, InterruptedException {
        Held here = held(destination);
        StoredToken known = here.token;
        if (known != null && usable(known, grant, here)) {
            return known.token();
        }
        here.lock.lockInterruptibly();
        try {
            known = here.token;
            if (known == null || !usable(known, grant, here)) {
                known = renew(destination, grant, here);
                here.token = known;
            }
            return known.token();
        } catch (IOException | JetStreamApiException e) {
            throw new TokenException("the stored access token cannot be read or written: " + e.getMessage(), LOOK);
        } finally {
            here.lock.unlock();
        }
    }

    private boolean usable(StoredToken token, TokenGrant grant, Held here) {
        return token.grant().equals(grant.id())
                && token.good(clock.instant())
                && !String.valueOf(token.accessToken()).equals(here.refused);
    }

    private StoredToken renew(String destination, TokenGrant grant, Held here)
            throws IOException, JetStreamApiException, TokenException, InterruptedException {
        long stands = 0;
        long since = System.nanoTime();
        while (true) {
            TokenStore.Found found = store.read(destination);
            StoredToken stored = found.token();
            StoredToken mine = stored != null && stored.grant().equals(grant.id()) ? stored : first(grant);
            if (usable(mine, grant, here)) {
                return mine;
            }
            if (found.revision() != stands) {
                stands = found.revision();
                since = System.nanoTime();
            }
            boolean free = mine.claim() == null || System.nanoTime() - since > CLAIM.toNanos();
            if (free) {
                long claimed = store.write(destination, mine.claimed(self), found.revision());
                if (claimed != 0) {
                    return ask(destination, grant, mine, claimed);
                }
            }
            Thread.sleep(LOOK);
        }
    }

    /** What the Secret gives. */
    private static StoredToken first(TokenGrant grant) {
        return grant.given()
                .map(token -> new StoredToken(
                        grant.id(), token.value().reveal(), Instant.MAX.toString(), null, token.more(), null))
                .orElseGet(() -> new StoredToken(grant.id(), null, null, null, null, null));
    }

    private StoredToken ask(String destination, TokenGrant grant, StoredToken mine, long claimed)
            throws TokenException, InterruptedException {
        StoredToken next = mine;
        try {
            next = issued(grant, mine);
            return next;
        } finally {
            keep(destination, next.claimed(null), claimed);
        }
    }

    private StoredToken issued(TokenGrant grant, StoredToken mine) throws TokenException, InterruptedException {
        if (!grant.renews()) {
            throw TokenException.refused(
                    "the access token was refused, and there is no refresh token to get another one");
        }
        Secret refresh =
                mine.refreshToken() == null ? grant.refreshToken().orElse(null) : Secret.of(mine.refreshToken());
        TokenGrant.Issued issued = grant.read(send(grant, refresh));
        Secret rotated = issued.rotated();
        Duration lifetime = issued.lifetime();
        Duration margin = lifetime.compareTo(MARGIN.multipliedBy(2)) > 0 ? MARGIN : lifetime.dividedBy(2);
        return new StoredToken(
                grant.id(),
                issued.token().value().reveal(),
                clock.instant().plus(lifetime).minus(margin).toString(),
                rotated == null ? mine.refreshToken() : rotated.reveal(),
                issued.token().more(),
                null);
    }

    /** A refresh token that took another's place is all that is left of the permission: it is written again and again. */
    private void keep(String destination, StoredToken token, long claimed) throws InterruptedException {
        for (int attempt = 0; attempt < WRITES; attempt++) {
            try {
                store.write(destination, token, claimed);
                return;
            } catch (IOException | JetStreamApiException e) {
                LOG.atWarn()
                        .addKeyValue("destination", destination)
                        .log("the access token is not stored yet: {}", e.toString());
                Thread.sleep(AGAIN);
            }
        }
    }

    private Reply send(TokenGrant grant, @Nullable Secret refresh) throws TokenException, InterruptedException {
        Answer answer = outbound.get().send(grant.request(clock.instant(), refresh), TIMEOUT, () -> true);
        return switch (answer) {
            case Answer.Response response
            when response.status() == 429 || response.status() >= 500 ->
                throw new TokenException(
                        "the token endpoint " + grant.host() + " answers HTTP " + response.status(),
                        response.retryAfter().orElse(Duration.ZERO));
            case Answer.Response response -> new Reply(response.status(), response.headers(), response.body());
            case Answer.Unreachable(String reason) -> throw unreachable(grant, reason);
            case Answer.NoAnswer(String reason) -> throw unreachable(grant, reason);
            case Answer.NotSent _ -> throw unreachable(grant, "nothing was sent");
        };
    }

    private static TokenException unreachable(TokenGrant grant, String reason) {
        return new TokenException("the token endpoint " + grant.host() + ": " + reason, Duration.ZERO);
    }
}
