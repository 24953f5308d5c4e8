using Bartizan.Commands;

return await Root.Create().Parse(args).InvokeAsync();
