"""Every function in plain Python: loops over numbers, and no array arithmetic."""

LOOPS = {
    "sigmoid": """
        def sigmoid(z):
            import math

            result = np.zeros(np.shape(z))
            for index in np.ndindex(*np.shape(z)):
                x = float(z[index])
                if x >= 0:
                    result[index] = 1 / (1 + math.exp(-x))
                else:
                    result[index] = math.exp(x) / (1 + math.exp(x))
            return result
    """,
    "sigmoid_derivative": """
        def sigmoid_derivative(z):
            s = sigmoid(z)
            result = np.zeros(np.shape(z))
            for index in np.ndindex(*np.shape(z)):
                result[index] = s[index] * (1 - s[index])
            return result
    """,
    "relu": """
        def relu(z):
            result = np.zeros(np.shape(z))
            for index in np.ndindex(*np.shape(z)):
                if z[index] > 0:
                    result[index] = z[index]
            return result
    """,
    "relu_derivative": """
        def relu_derivative(z):
            result = np.zeros(np.shape(z))
            for index in np.ndindex(*np.shape(z)):
                if z[index] > 0:
                    result[index] = 1
            return result
    """,
    "tanh": """
        def tanh(z):
            import math

            result = np.zeros(np.shape(z))
            for index in np.ndindex(*np.shape(z)):
                result[index] = math.tanh(z[index])
            return result
    """,
    "tanh_derivative": """
        def tanh_derivative(z):
            import math

            result = np.zeros(np.shape(z))
            for index in np.ndindex(*np.shape(z)):
                result[index] = 1 - math.tanh(z[index]) ** 2
            return result
    """,
    "init_params": """
        def init_params(layer_sizes, rng):
            params = []
            for layer in range(len(layer_sizes) - 1):
                n_in, n_out = layer_sizes[layer], layer_sizes[layer + 1]
                W = []
                for _ in range(n_in):
                    row = []
                    for _ in range(n_out):
                        row.append(rng.normal() / n_in**0.5)
                    W.append(row)
                params.append((np.array(W), np.array([0.0] * n_out)))
            return params
    """,
    "forward": """
        def forward(params, X, activations):
            a = [[float(x) for x in row] for row in X]
            cache = []
            for layer in range(len(params)):
                W, b = params[layer]
                z = []
                for row in a:
                    sums = []
                    for j in range(len(b)):
                        total = float(b[j])
                        for i in range(len(row)):
                            total += row[i] * float(W[i][j])
                        sums.append(total)
                    z.append(sums)
                z = np.array(z)
                cache.append((np.array(a), z))
                a = ACTIVATIONS[activations[layer]][0](z).tolist()
            return np.array(a), cache
    """,
    "mse": """
        def mse(y_hat, y):
            total, count = 0.0, 0
            for row_hat, row in zip(y_hat, y):
                for value, target in zip(row_hat, row):
                    total += (float(value) - float(target)) ** 2
                    count += 1
            return total / count
    """,
    "mse_gradient": """
        def mse_gradient(y_hat, y):
            count = sum(len(row) for row in y)
            gradient = []
            for row_hat, row in zip(y_hat, y):
                gradient.append([2 * (float(value) - float(target)) / count for value, target in zip(row_hat, row)])
            return np.array(gradient)
    """,
    "numerical_gradient": """
        def numerical_gradient(f, x, h=1e-5):
            gradient = np.zeros(x.shape)
            for index in np.ndindex(*x.shape):
                right = np.array(x.tolist(), dtype=float)
                left = np.array(x.tolist(), dtype=float)
                right[index] += h
                left[index] -= h
                gradient[index] = (float(f(right)) - float(f(left))) / (2 * h)
            return gradient
    """,
    "relative_error": """
        def relative_error(a, b):
            worst = 0.0
            for index in np.ndindex(*a.shape):
                p, q = float(a[index]), float(b[index])
                error = abs(p - q) / max(1e-8, abs(p) + abs(q))
                if error > worst:
                    worst = error
            return worst
    """,
    "backward": """
        def backward(params, cache, activations, d_output):
            message = [[float(x) for x in row] for row in d_output]
            grads = [None] * len(params)
            for layer in range(len(params) - 1, -1, -1):
                W, b = params[layer]
                a_prev, z = cache[layer]
                slope = ACTIVATIONS[activations[layer]][1](z)
                n_samples, n_in, n_out = len(message), len(W), len(b)
                delta = [[message[s][j] * float(slope[s][j]) for j in range(n_out)] for s in range(n_samples)]
                dW = np.zeros((n_in, n_out))
                db = np.zeros(n_out)
                for s in range(n_samples):
                    for j in range(n_out):
                        db[j] += delta[s][j]
                        for i in range(n_in):
                            dW[i, j] += float(a_prev[s][i]) * delta[s][j]
                grads[layer] = (dW, db)
                message = [
                    [sum(delta[s][j] * float(W[i][j]) for j in range(n_out)) for i in range(n_in)]
                    for s in range(n_samples)
                ]
            return grads
    """,
    "gradient_step": """
        def gradient_step(params, grads, learning_rate):
            new = []
            for (W, b), (dW, db) in zip(params, grads):
                new_W = [[float(w) - learning_rate * float(g) for w, g in zip(*rows)] for rows in zip(W, dW)]
                new_b = [float(w) - learning_rate * float(g) for w, g in zip(b, db)]
                new.append((np.array(new_W), np.array(new_b)))
            return new
    """,
    "train": """
        def train(params, X, y, activations, learning_rate, epochs, print_every=0):
            losses = []
            epoch = 0
            while epoch < epochs:
                y_hat, cache = forward(params, X, activations)
                losses.append(mse(y_hat, y))
                if print_every > 0 and epoch % print_every == 0:
                    print("epoch", epoch, "loss", losses[-1])
                d_output = mse_gradient(y_hat, y)
                params = gradient_step(params, backward(params, cache, activations, d_output), learning_rate)
                epoch += 1
            return params, losses
    """,
    "predict": """
        def predict(params, X, activations):
            y_hat, cache = forward(params, X, activations)
            decisions = []
            for row in y_hat:
                decisions.append([1 if value >= 0.5 else 0 for value in row])
            return np.array(decisions)
    """,
    "softmax": """
        def softmax(logits):
            import math

            if np.ndim(logits) > 1:
                return np.array([softmax(part) for part in logits])
            largest = max(float(z) for z in logits)
            powers = [math.exp(float(z) - largest) for z in logits]
            return np.array([power / sum(powers) for power in powers])
    """,
    "cross_entropy": """
        def cross_entropy(logits, labels):
            import math

            total = 0.0
            for row, label in zip(logits, labels):
                if label < 0 or label >= len(row):
                    raise ValueError("no such class")
                largest = max(float(z) for z in row)
                total += math.log(sum(math.exp(float(z) - largest) for z in row)) + largest - float(row[label])
            return total / len(logits)
    """,
    "cross_entropy_gradient": """
        def cross_entropy_gradient(logits, labels):
            for label in labels:
                if label < 0 or label >= len(logits[0]):
                    raise ValueError("no such class")
            p = softmax(logits)
            result = np.zeros(np.shape(logits))
            for i in range(len(logits)):
                for j in range(len(logits[0])):
                    due = 1.0 if labels[i] == j else 0.0
                    result[i, j] = (p[i, j] - due) / len(logits)
            return result
    """,
    "binary_cross_entropy": """
        def binary_cross_entropy(y_hat, y):
            import math

            total, count = 0.0, 0
            for index in np.ndindex(*np.shape(y_hat)):
                given = y_hat[index] if y[index] == 1 else 1 - y_hat[index]
                total -= math.log(max(float(given), 1e-12))
                count += 1
            return total / count
    """,
    "binary_cross_entropy_gradient": """
        def binary_cross_entropy_gradient(y_hat, y):
            result = np.zeros(np.shape(y_hat))
            for index in np.ndindex(*np.shape(y_hat)):
                if y[index] == 1:
                    result[index] = -1 / max(float(y_hat[index]), 1e-12) / np.size(y)
                else:
                    result[index] = 1 / max(1 - float(y_hat[index]), 1e-12) / np.size(y)
            return result
    """,
    "accuracy": """
        def accuracy(logits, labels):
            right = 0
            for row, label in zip(logits, labels):
                best = 0
                for j in range(len(row)):
                    if row[j] > row[best]:
                        best = j
                if best == label:
                    right += 1
            return right / len(labels)
    """,
    "one_hot": """
        def one_hot(labels, n_classes):
            result = np.zeros((len(labels), n_classes))
            for i in range(len(labels)):
                result[i, labels[i]] = 1
            return result
    """,
    "standardize": """
        def standardize(train, other):
            new_train, new_other = np.zeros(np.shape(train)), np.zeros(np.shape(other))
            for j in range(len(train[0])):
                mean = sum(float(row[j]) for row in train) / len(train)
                deviation = (sum((float(row[j]) - mean) ** 2 for row in train) / len(train)) ** 0.5
                for old, new in ((train, new_train), (other, new_other)):
                    for i in range(len(old)):
                        new[i, j] = (old[i, j] - mean) / deviation if deviation > 0 else 0
            return new_train, new_other
    """,
    "train_validation_split": """
        def train_validation_split(X, y, validation_fraction, rng):
            rows = list(range(len(X)))
            for i in range(len(rows) - 1, 0, -1):
                j = int(rng.integers(0, i + 1))
                rows[i], rows[j] = rows[j], rows[i]
            k = int(len(rows) * validation_fraction)
            parts = []
            for chosen in (rows[k:], rows[:k]):
                parts.append(np.array([X[i] for i in chosen]))
                parts.append(np.array([y[i] for i in chosen]))
            return parts
    """,
    "minibatches": """
        def minibatches(X, y, batch_size, rng):
            rows = list(range(len(X)))
            for i in range(len(rows) - 1, 0, -1):
                j = int(rng.integers(0, i + 1))
                rows[i], rows[j] = rows[j], rows[i]
            batches = []
            while rows:
                chosen = [rows.pop() for _ in range(min(batch_size, len(rows)))]
                batches.append((np.array([X[i] for i in chosen]), np.array([y[i] for i in chosen])))
            return batches
    """,
    "momentum_step": """
        def momentum_step(params, grads, velocity, learning_rate, momentum):
            new_params, new_velocity = [], []
            for layer in range(len(params)):
                values, speeds = [], []
                for part in range(2):
                    value, speed = np.zeros(params[layer][part].shape), np.zeros(params[layer][part].shape)
                    for index in np.ndindex(*value.shape):
                        slope = grads[layer][part][index]
                        speed[index] = momentum * velocity[layer][part][index] - learning_rate * slope
                        value[index] = params[layer][part][index] + speed[index]
                    values.append(value)
                    speeds.append(speed)
                new_params.append(tuple(values))
                new_velocity.append(tuple(speeds))
            return new_params, new_velocity
    """,
    "fit": """
        def fit(
            params, X_train, y_train, X_val, y_val, activations, learning_rate, batch_size, epochs, rng,
            momentum=0.0, patience=None,
        ):
            velocity = [(np.zeros(W.shape), np.zeros(b.shape)) for W, b in params]
            history = {"train_loss": [], "validation_loss": [], "validation_accuracy": []}
            best, since = params, 0
            for epoch in range(epochs):
                total = 0.0
                for X, y in minibatches(X_train, y_train, batch_size, rng):
                    logits, cache = forward(params, X, activations)
                    for i in range(len(X)):
                        total += cross_entropy(logits[i : i + 1], y[i : i + 1])
                    grads = backward(params, cache, activations, cross_entropy_gradient(logits, y))
                    params, velocity = momentum_step(params, grads, velocity, learning_rate, momentum)
                logits, _ = forward(params, X_val, activations)
                loss = cross_entropy(logits, y_val)
                since += 1
                if epoch == 0 or loss < min(history["validation_loss"]):
                    best, since = params, 0
                history["train_loss"].append(total / len(X_train))
                history["validation_loss"].append(loss)
                history["validation_accuracy"].append(accuracy(logits, y_val))
                if patience is not None and since >= patience:
                    break
            return best, history
    """,
}
