"""Every function of the core track in plain Python: loops over numbers, and no array arithmetic."""

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
}
