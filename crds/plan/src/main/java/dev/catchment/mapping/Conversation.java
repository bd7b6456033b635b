package dev.catchment.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.Suppliers;
import dev.catchment.condition.ConditionException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An action's requests for one payload, or for a batch: whoever sends them asks for one after the other and says what
 * was answered. What fails is begun again from the first request, as another conversation. Not for several threads at
 * once.
 *
 * <pre>
 *   while (conversation.hasNext()) {
 *       request = conversation.next(now, tokens);
 *       switch (conversation.answered(send(request))) { case Taken _ -> …
 * </pre>
 */
public final class Conversation {
    private final ActionProgram action;
    private final boolean batched;
    private final List<Payload> batch;
    private final List<Scope> scopes;
    private final DestinationProgram program;
    private final ObjectNode answers = JsonNodeFactory.instance.objectNode();
    private int at;
    /** The condition of the request at hand is known to hold. */
    private boolean due;

    private @Nullable AccessToken token;
    private boolean renewed;
    private List<JsonNode> bodies = List.of();

    Conversation(
            DestinationProgram program,
            ActionProgram action,
            boolean batched,
            List<Payload> batch,
            List<Scope> scopes) {
        this.program = program;
        this.action = action;
        this.batched = batched;
        this.batch = batch;
        this.scopes = scopes;
    }

    /**
     * Whether another request is to be made; if not, all is done.
     *
     * @throws RefusedException if that cannot be told
     */
    public boolean hasNext() throws RefusedException {
        while (!due && at < action.requests().size()) {
            try {
                due = action.requests().get(at).due(inContext(scopes.getFirst()));
            } catch (ConditionException e) {
                throw program.refused(batch.getFirst(), e);
            }
            at += due ? 0 : 1;
        }
        return due;
    }

    /**
     * The request to make now; asked for again, it is made anew.
     *
     * @param attempt when it is sent; signatures may carry it
     * @throws RefusedException if it gives no request that can be sent; of a batch each payload alone tells which is at
     *     fault
     * @throws TokenException if there is no access token
     */
    public OutgoingRequest next(Instant attempt, AccessTokens tokens)
            throws RefusedException, TokenException, InterruptedException {
        if (!hasNext()) {
            throw new IllegalStateException("there is no further request");
        }
        RequestProgram request = action.requests().get(at);
        token = request.grant() == null ? null : tokens.token(request.grant());
        return program.guarded(batch.getFirst(), () -> {
            List<Scope> now = scopes.stream().map(this::inContext).toList();
            RequestProgram.Made made =
                    request.render(now, batched, token, () -> program.idempotencyKey(batch), attempt);
            bodies = made.bodies();
            return made.request();
        });
    }

    /**
     * What the answer to the last request means.
     *
     * @throws RefusedException if it cannot be understood
     */
    public Reading answered(Reply reply, AccessTokens tokens) throws RefusedException {
        RequestProgram request = action.requests().get(at);
        if (reply.status() == 401 && token != null && request.grant() != null && !renewed) {
            tokens.refused(request.grant(), token);
            renewed = true;
            return new Reading.Again();
        }
        try {
            Supplier<ObjectNode> json = Suppliers.memoize(reply::json);
            RequestProgram.Read read = request.read(reply, () -> answer(json.get()), batch.size());
            if (read.reading() instanceof Reading.Taken) {
                if (request.name() != null) {
                    answers.set(request.name(), json.get());
                }
                at = read.finishes() ? action.requests().size() : at + 1;
                due = false;
            }
            return read.reading();
        } catch (ConditionException e) {
            throw program.refused(batch.getFirst(), e);
        } catch (MappingException e) {
            throw program.invalid(batch.getFirst(), e);
        }
    }

    /** What expressions over an answer see. */
    private Scope answer(ObjectNode reply) {
        Map<String, Object> values = new HashMap<>();
        reply.properties().forEach(member -> values.put(member.getKey(), member.getValue()));
        values.put(Scope.BODIES, JsonNodeFactory.instance.arrayNode().addAll(bodies));
        return inContext(scopes.getFirst()).with(values);
    }

    private Scope inContext(Scope scope) {
        if (action.requests().size() == 1 && token == null) {
            return scope;
        }
        Map<String, Object> more = new HashMap<>();
        more.put(Scope.ANSWERS, answers);
        if (token != null) {
            more.put(Scope.TOKEN, token.more());
        }
        return scope.with(more);
    }
}
