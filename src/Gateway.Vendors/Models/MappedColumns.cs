using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Gateway.Vendors.Models;

/// <summary>
/// Leaves out of a selection what an install's tables need not have: properties that its model does not map are null.
/// </summary>
internal sealed class MappedColumns(IEntityType type) : ExpressionVisitor
{
    public static Expression<Func<TRow, TResult>> Of<TRow, TResult>(
        IEntityType type, Expression<Func<TRow, TResult>> selection) =>
        (Expression<Func<TRow, TResult>>)new MappedColumns(type).Visit(selection);

    protected override Expression VisitMember(MemberExpression node) => node.Expression is { } owner && owner.Type == type.ClrType && type.FindProperty(node.Member.Name) is null
        ? Expression.Constant(null, node.Type)
        : base.VisitMember(node);
}
